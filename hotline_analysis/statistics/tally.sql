-- The cube: one row a month x unit x kind x type x topic x channel x level x disposition x excluded, with its
-- counts as of the month's cut-off. What happened from `until` on has not happened yet.
--   cases    as ledger/columns.py declares them
--   cutoffs  month (YYYY-MM), start (the month's first midnight), stop (the next month's), until (the midnight
--            after the cut-off day)
--   ratings  rating, points (100 to 0), satisfied (1 or 0)
-- An order is in exactly one of on_time, closed_late, open_late and open_not_due. `excluded` (1 or 0) parts the
-- orders that stay in every count from those that also make the rates.
WITH seen AS (
    SELECT
        cutoffs.month, cases.unit, cases.unit_kind, cases.request_type, cases.topic, cases.channel, cases.level,
        CASE WHEN cases.dispatched_at >= cutoffs.until THEN NULL ELSE cases.disposition END AS disposition,
        CASE WHEN cases.excluded THEN 1 ELSE 0 END AS excluded,
        CASE WHEN cases.closed_at < cutoffs.until THEN 1 ELSE 0 END AS is_closed,
        CASE
            WHEN cases.closed_at < cutoffs.until THEN CASE WHEN cases.closed_at > cases.due_at THEN 1 ELSE 0 END
            WHEN cases.due_at < cutoffs.until THEN 1
            ELSE 0
        END AS is_late,
        CASE WHEN cases.signed_at < cutoffs.until THEN 1 ELSE 0 END AS is_signed,
        CASE WHEN cases.returns >= 1 THEN 1 ELSE 0 END AS is_returned,
        CASE WHEN cases.redos >= 1 THEN 1 ELSE 0 END AS is_redone,
        CASE WHEN cases.urgings >= 1 THEN 1 ELSE 0 END AS is_urged,
        CASE WHEN cases.co_units IS NULL THEN 0 ELSE 1 END AS is_joint,
        CASE WHEN cases.business THEN 1 ELSE 0 END AS is_business,
        CASE WHEN cases.called_back_at < cutoffs.until THEN 1 ELSE 0 END AS is_called_back,
        COALESCE(cases.dispatched_at, cases.received_at) AS began_at, cases.closed_at,
        cases.service_rating, cases.result_rating, cases.solved
    FROM cases
    INNER JOIN cutoffs ON date_trunc('month', cases.received_at) = cutoffs.start
    WHERE cases.received_at < cutoffs.until
),
told AS (
    SELECT
        seen.*,
        CASE WHEN seen.disposition = '工单转办' THEN 1 ELSE 0 END AS is_order,
        CASE WHEN seen.disposition = '工单转办' THEN seen.is_closed * seen.is_called_back ELSE 0 END AS is_asked,
        CASE WHEN seen.disposition = '工单转办' AND seen.closed_at >= seen.began_at THEN seen.is_closed ELSE 0 END AS is_timed,
        -- Whole days and the rest apart: a difference in seconds does not reach every engine as what it is here.
        86400 * date_diff('day', CAST(seen.began_at AS DATE), CAST(seen.closed_at AS DATE))
        + 3600 * (EXTRACT(HOUR FROM seen.closed_at) - EXTRACT(HOUR FROM seen.began_at))
        + 60 * (EXTRACT(MINUTE FROM seen.closed_at) - EXTRACT(MINUTE FROM seen.began_at))
        + EXTRACT(SECOND FROM seen.closed_at) - EXTRACT(SECOND FROM seen.began_at) AS seconds_taken
    FROM seen
)
SELECT
    told.month, told.unit, told.unit_kind, told.request_type, told.topic, told.channel, told.level, told.disposition,
    told.excluded,
    COUNT(*) AS received,
    SUM(is_order * is_closed * (1 - is_late)) AS on_time,
    SUM(is_order * is_closed * is_late) AS closed_late,
    SUM(is_order * (1 - is_closed) * is_late) AS open_late,
    SUM(is_order * (1 - is_closed) * (1 - is_late)) AS open_not_due,
    SUM(is_order * is_signed) AS signed,
    SUM(is_order * is_returned) AS returned,
    SUM(is_order * is_closed * is_redone) AS redone,
    SUM(is_order * is_urged) AS urged,
    SUM(is_order * is_joint) AS joint,
    SUM(is_business) AS business,
    SUM(is_timed) AS timed,
    SUM(CASE WHEN is_timed = 1 THEN seconds_taken ELSE 0 END) AS seconds,
    SUM(is_asked) AS called_back,
    SUM(CASE WHEN service.rating IS NULL THEN 0 ELSE is_asked END) AS service_answered,
    SUM(CASE WHEN service.rating IS NULL THEN 0 ELSE is_asked * service.satisfied END) AS service_satisfied,
    SUM(CASE WHEN result.rating IS NULL THEN 0 ELSE is_asked END) AS result_answered,
    SUM(CASE WHEN result.rating IS NULL THEN 0 ELSE is_asked * result.satisfied END) AS result_satisfied,
    SUM(CASE WHEN result.rating IS NULL THEN 0 ELSE is_asked * result.points END) AS result_points,
    SUM(CASE WHEN told.solved IS NULL THEN 0 ELSE is_asked END) AS solved_answered,
    SUM(CASE WHEN told.solved THEN is_asked ELSE 0 END) AS solved
FROM told
LEFT JOIN ratings AS service ON told.service_rating = service.rating
LEFT JOIN ratings AS result ON told.result_rating = result.rating
GROUP BY
    told.month, told.unit, told.unit_kind, told.request_type, told.topic, told.channel, told.level, told.disposition,
    told.excluded
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
