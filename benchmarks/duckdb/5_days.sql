-- What holds of a person on each day that is asked: the test day, the reference date, the start,
-- and where one of these is not known every day on which an answer may change.

-- A right that may have been published after the reference date, between which days.
create temp table later_publications as
with asked as (
    select rights.* from rights semi join
        (select person from date_facts where publication in ('after', 'unknown'))
        using (person)
    where maybe(qualifies)
),
first_known as (
    select person, min(publication) as until
    from asked where qualifies and publication > reference() group by 1
),
dated as (
    select person, decision_date as on_day, null::date as not_before
    from asked where maybe(migrant_group = 'asylum')
    union all
    select person, document_collected_date, decision_date
    from asked where maybe(migrant_group <> 'asylum')
),
spans as (
    select person, until,
        coalesce(on_day, greatest(not_before, reference() + 1)) as first,
        coalesce(on_day, until, getvariable('as_of')) as last,
        first <= getvariable('as_of') or surely(first = until) as in_time
    from dated left join first_known using (person)
    where maybe(on_day > reference()) and maybe(first <= until)
)
select person, first, greatest(first, last) as last
from spans
qualify in_time or (not bool_or(in_time) over (partition by person)
    and first = min(first) over (partition by person));

create temp table spans as
select person, first, last, 'exclusion' as asked from later_publications
union all
select person, reference() + 1, getvariable('as_of'), 'exclusion'
from people anti join rights using (person) where getvariable('as_of') > reference()
union all
select person, early, least(late, reference()), 'start' from starts where early <= reference();

-- On the first day of a span, and on each on which a spell begins or ended, or an age is reached.
create temp table days as
with wide as (select * from spans where first < last),
changes as (
    select person, unnest([valid_from, ends, ends + 1]) as on_day
    from spells_of_exemption semi join wide using (person)
    union all
    select person, unnest([effective_date, end_date + 1, effective_date + 1])
    from (select person, effective_date, nullif(end_date, open_end()) as end_date from rights)
    semi join wide using (person)
    union all
    select person, unnest([from_16, by_16, from_18, by_18, pension_from, pension_by,
        dutch_since, covered_by + 1, date '2021-01-01'])
    from people semi join wide using (person)
),
asked as (
    select person, test_day as on_day, 'test' as asked from people
    union all select person, reference(), 'reference' from people
    union all select person, first, asked from spans
    union all
    select person, on_day, asked
    from wide join changes using (person) where on_day > first and on_day <= last
)
select distinct * from asked;

-- A start cannot lie where it would be moved away.
delete from days using periods
where days.asked = 'start' and periods.side = 'early' and periods.person = days.person
  and periods.span_from <= on_day and on_day < periods.span_to;

create temp table cases as select distinct person, on_day from days;

create temp table exempt_days as
with counted as (
    select person, on_day, kind, valid_from, ends,
        on_day >= valid_from as begun,
        surely(opt_in <= on_day) as opted_in,
        surely(on_day >= ends) or begun as lasting,
        begun and on_day <= ends as running,
        treaty_counts(treaty_nationality, coalesce(treaty, 'none')) as treaty_counts,
        from_16 is null or from_16 < ends as beyond_16
    from cases
    join spells_of_exemption using (person)
    join people using (person)
    left join treaties using (person)
)
select person, on_day,
    any_of((kind in ('eight_years', 'diploma') and lasting)
        or (excludes_while(kind) and running)
        or (kind = 'treaty' and running and not opted_in and treaty_counts)) as exempt,
    any_of(kind = 'completed' and lasting) as completed,
    any_of(kind = 'diploma_a2' and lasting) as diploma_a2,
    any_of(kind in ('medical', 'effort', 'integrated') and running) as dispensed,
    any_of(is_schooling(kind) and begun and on_day < ends)
        or (any_of(is_schooling(kind) and running)
            and any_of(is_schooling(kind) and on_day + 1 = valid_from and on_day < ends))
        as at_school,
    bool_or(surely(is_schooling(kind)) and valid_from is not null and beyond_16) as school_known
from counted
group by all;

-- Whether a right that surely qualifies covers the day, of whom that decides the nationality.
create temp table covers as
select person, on_day,
    bool_or(surely(covers)) as covered,
    bool_or(surely(covers and migrant_group = 'asylum')) as covered_by_asylum
from (
    select person, on_day, migrant_group, qualifies and effective_date <= on_day and
        case when end_date = open_end() then covered_by else end_date end >= on_day as covers
    from cases join people using (person) join rights using (person)
    where nationality is null or nationality = 'NLD'
)
group by all;

create temp table judged as
with asked as (
    select cases.*, nationality, former_nationality, dutch_since, from_16, by_16, by_18, from_18,
        pension_by, pension_from,
        surely(covered) as covered, surely(covered_by_asylum) as covered_by_asylum,
        case when exempt_days.person is null then false else exempt end as exempt,
        case when exempt_days.person is null then false else completed end as completed,
        case when exempt_days.person is null then false else diploma_a2 end as diploma_a2,
        case when exempt_days.person is null then false else dispensed end as dispensed,
        case when exempt_days.person is null then false else at_school end as at_school,
        coalesce(school_known, false) as school_known,
        case when covered then false end as unless_covered
    from cases
    join people using (person)
    left join covers using (person, on_day)
    left join exempt_days using (person, on_day)
),
told as (
    select *,
        case when from_16 > on_day then true when by_16 <= on_day then false end as under_16,
        case when from_18 > on_day then true when by_18 <= on_day then false end as under_18,
        case when pension_by <= on_day then true when pension_from > on_day then false
        end as pensioned,
        case when nationality is null and covered_by_asylum then false
             when nationality = 'NLD' then
                 case when dutch_since is not null then dutch_since <= on_day
                      else unless_covered end
                 or case when former_nationality is null then unless_covered
                         else moves_freely(former_nationality, on_day) end
             else moves_freely(nationality, on_day) end as free
    from asked
)
select person, on_day, under_16, completed, diploma_a2, dispensed,
    free or pensioned or exempt as excluded,
    at_school or case when maybe(not under_16 and under_18 and not school_known) then null
                      else false end as schooling
from told;
