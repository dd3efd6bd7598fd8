-- The cube: one row a month x unit x kind x type x topic x channel x disposition, with its counts as
-- of the month's cut-off. What happened from `until` on has not happened yet.
--   cases    as ledger/columns.py declares them
--   cutoffs  month (YYYY-MM), start (the month's first midnight), stop (the next month's), until (the midnight
--            after the cut-off day)
--   ratings  rating, points (100 to 0), satisfied (1 or 0)
-- An order is in exactly one of on_time, closed_late, open_late and open_not_due.
WITH seen AS (
    SELECT
        cutoffs.month, cases.unit, cases.unit_kind, cases.request_type, cases.topic, cases.channel, cases.disposition,
        CASE WHEN cases.disposition = '工单转办' THEN 1 ELSE 0 END AS is_order,
        CASE WHEN cases.closed_at < cutoffs.until THEN 1 ELSE 0 END AS is_closed,
        CASE
            WHEN cases.closed_at < cutoffs.until THEN CASE WHEN cases.closed_at > cases.due_at THEN 1 ELSE 0 END
            WHEN cases.due_at < cutoffs.until THEN 1
            ELSE 0
        END AS is_late,
        CASE WHEN cases.called_back_at < cutoffs.until THEN 1 ELSE 0 END AS is_called_back,
        cases.service_rating, cases.result_rating
    FROM cases
    INNER JOIN cutoffs ON date_trunc('month', cases.received_at) = cutoffs.start
    WHERE cases.received_at < cutoffs.until
)
SELECT
    seen.month, seen.unit, seen.unit_kind, seen.request_type, seen.topic, seen.channel, seen.disposition,
    COUNT(*) AS received,
    SUM(is_order * is_closed * (1 - is_late)) AS on_time,
    SUM(is_order * is_closed * is_late) AS closed_late,
    SUM(is_order * (1 - is_closed) * is_late) AS open_late,
    SUM(is_order * (1 - is_closed) * (1 - is_late)) AS open_not_due,
    SUM(is_order * is_closed * is_called_back) AS called_back,
    SUM(CASE WHEN service.rating IS NULL THEN 0 ELSE is_order * is_closed * is_called_back END) AS service_answered,
    SUM(CASE WHEN service.rating IS NULL THEN 0 ELSE is_order * is_closed * is_called_back * service.satisfied END) AS service_satisfied,
    SUM(CASE WHEN result.rating IS NULL THEN 0 ELSE is_order * is_closed * is_called_back END) AS result_answered,
    SUM(CASE WHEN result.rating IS NULL THEN 0 ELSE is_order * is_closed * is_called_back * result.satisfied END) AS result_satisfied,
    SUM(CASE WHEN result.rating IS NULL THEN 0 ELSE is_order * is_closed * is_called_back * result.points END) AS result_points
FROM seen
LEFT JOIN ratings AS service ON seen.service_rating = service.rating
LEFT JOIN ratings AS result ON seen.result_rating = result.rating
GROUP BY
    seen.month, seen.unit, seen.unit_kind, seen.request_type, seen.topic, seen.channel, seen.disposition
ORDER BY 1, 2, 3, 4, 5, 6, 7
