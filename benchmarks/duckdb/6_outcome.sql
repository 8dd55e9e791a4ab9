-- The eight facts together, the regime by the headline reading, and the outcome.

create temp table exclusions as
with asked as (
    select person, on_day, publication
    from days join date_facts using (person)
    where asked = 'exclusion' and publication in ('after', 'unknown')
    union all
    select person, on_day, 'unknown'
    from days anti join date_facts using (person) where asked = 'exclusion'
),
kept as (
    select person, on_day from asked
    where publication = 'after' or on_day <= getvariable('as_of')
    union all
    select person, on_day from days
    anti join (select person from asked where publication = 'after') using (person)
    where asked = 'test'
)
select person, same_of(excluded) as excluded
from kept join judged using (person, on_day)
group by 1;

create temp table standings as
select person,
    case when exclusions.excluded is null then 'unknown' when exclusions.excluded then 'excluded'
         when completed is null then 'unknown' when completed then 'completed'
         when under_16 is null then 'not_excluded' when under_16 then 'under_16'
         when schooling is null then 'not_excluded' when schooling then 'schooling'
         when diploma_a2 is null then 'not_excluded' when diploma_a2 then 'diploma_a2'
         when dispensed is null then 'not_excluded' when dispensed then 'dispensed'
         else 'obligable' end as standing,
    surely(judged.excluded or completed or diploma_a2) as ended
from judged join exclusions using (person)
where on_day = reference();

create temp table on_starts as
select person, same_of(
    case when surely(judged.excluded or completed or diploma_a2) and ended then 'no'
         when maybe(judged.excluded or completed or diploma_a2 or dispensed) then 'unknown'
         else 'yes' end) as on_start
from days join judged using (person, on_day) join standings using (person)
where asked = 'start'
group by 1;

create temp view facts as
with gathered as (
    select person, notice_id, regime_stated, standing,
        coalesce(treaty, 'none') as treaty,
        coalesce(publication, 'unknown') as publication,
        coalesce(decision, 'unknown') as decision,
        coalesce(effective, 'unknown') as effective,
        case when notice_id is null then 'no_notice'
             when notice_date <= reference() then 'before'
             when notice_date > reference() then 'after' else 'unknown' end as notice,
        coalesce("group", 'unknown') as "group",
        early, late, on_start
    from people
    left join standings using (person)
    left join date_facts using (person)
    left join treaties using (person)
    left join groups using (person)
    left join starts using (person)
    left join on_starts using (person)
)
select *,
    case when publication in ('after', 'no_right') or standing = 'under_16'
              or treaty in ('family_or_other', 'asylum_before_may_2020') then 'no'
         when publication in ('bridged', 'unknown') or treaty = 'unknown' then 'unknown'
         when early > reference() then 'no'
         when late <= reference() or on_start = 'no' then coalesce(on_start, 'unknown')
         else 'unknown' end as obliged
from gathered;

create temp view outcomes as
with told as (
    select *, case
        -- The rows that go first in every reading, C1 to C11.
        when publication = 'no_right' then 'none'
        when standing = 'excluded' then 'none'
        when standing = 'unknown' then 'unknown'
        when publication = 'unknown' then 'unknown'
        when standing = 'completed' and publication = 'after' then 'none'
        when publication = 'after' then 'wi2021'
        when treaty = 'unknown' then 'unknown'
        when treaty = 'family_or_other' then 'none'
        when treaty = 'asylum_before_may_2020' and notice = 'before' then 'open'
        when treaty = 'asylum_before_may_2020' and notice = 'unknown' then 'unknown'
        when treaty = 'asylum_before_may_2020' then 'none'
        -- The headline: publication, with the exceptions of the ministry.
        when publication = 'bridged' then 'open'
        when notice = 'before' then 'wi2013'
        when standing in ('obligable', 'completed') then 'wi2013'
        when notice = 'unknown' then 'unknown'
        when standing = 'not_excluded' then 'unknown'
        when standing in ('under_16', 'schooling') then 'wi2021'
        when standing = 'diploma_a2' then
            case obliged when 'yes' then 'wi2013' when 'no' then 'wi2021' else 'unknown' end
        when standing = 'dispensed' then 'open' end as regime
    from facts
)
select person_id, standing, treaty, publication, decision, effective, obliged, notice, "group",
    regime as regime_publication_exceptions,
    case when notice_id is null then 'no_notice'
         when regime = 'unknown' or (regime_stated is null and regime in ('wi2013', 'wi2021'))
             then 'unknown'
         when regime = 'open' then 'open'
         when regime = 'none' then 'no_duty'
         when regime = regime_stated then 'correct'
         else 'wrong_regime' end as outcome_publication_exceptions
from told join numbers using (person)
order by person_id;
