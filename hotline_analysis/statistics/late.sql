-- The orders that a bulletin names one by one, as of each month's cut-off: the month's own late orders
-- (origin 'month'), and every earlier order that was still open when the month began (origin 'carried').
--   cases, cutoffs  as in tally.sql
-- An `excluded` order (1) is listed but was contested: it is not to be named as late.
SELECT
    cutoffs.month,
    CASE WHEN cases.received_at < cutoffs.start THEN 'carried' ELSE 'month' END AS origin,
    cases.case_id, cases.unit, cases.unit_kind, cases.topic, cases.summary, cases.received_at, cases.due_at,
    CASE WHEN cases.closed_at < cutoffs.until THEN cases.closed_at END AS closed_at,
    CASE
        WHEN cases.closed_at < cutoffs.until AND cases.closed_at > cases.due_at THEN 'closed_late'
        WHEN cases.closed_at < cutoffs.until THEN 'on_time'
        WHEN cases.due_at < cutoffs.until THEN 'open_late'
        ELSE 'open_not_due'
    END AS outcome,
    CASE WHEN cases.excluded THEN 1 ELSE 0 END AS excluded
FROM cases
INNER JOIN cutoffs ON cases.received_at < cutoffs.until AND cases.received_at < cutoffs.stop
WHERE
    cases.disposition = '工单转办'
    AND (cases.dispatched_at IS NULL OR cases.dispatched_at < cutoffs.until)
    AND (
        (
            cases.received_at >= cutoffs.start
            AND cases.due_at < cutoffs.until
            AND (cases.closed_at IS NULL OR cases.closed_at > cases.due_at)
        )
        OR (
            cases.received_at < cutoffs.start
            AND (cases.closed_at IS NULL OR cases.closed_at >= cutoffs.start)
        )
    )
ORDER BY cutoffs.month, origin, cases.received_at, cases.case_id
