-- Where the duty starts by the publication date, as early and as late as it can be.

-- A chain goes on while the next right begins within a year of the latest end so far.
create temp table chains as
with so_far as (
    select *, greatest(publication, effective_date) as in_force,
        max(end_date) over (partition by person order by effective_date, right_id
            rows between unbounded preceding and 1 preceding) as reached
    from tested
    where how_many > 1 and surely(qualifies) and effective_date is not null
)
select *,
    count(*) filter (effective_date > plus_years(reached, 1))
        over (partition by person order by effective_date, right_id) as chain
from so_far;

-- Between which days a right's publication date lies, where it is not known: a document is never
-- collected before its decision; of an unknown group the date is one of both.
create macro earliest(published, decided) as coalesce(published, decided);

create macro latest(published, migrant_group, decided, collected) as
    coalesce(published, case when migrant_group is null and decided is not null
        and collected is not null then greatest(decided, collected) end);

create temp table settled_starts as
with firsts as (
    select person,
        min(chain) filter (maybe(by_publication and lasts)) as may_chain,
        min(chain) filter (surely(by_publication and lasts)) as chain
    from chains group by 1
),
begun as (
    select person, chain, may_chain, min(in_force) as start, max(end_date) as chain_until
    from chains join firsts using (person, chain) group by all
),
doubted as (
    select distinct tested.person
    from tested
    join begun using (person)
    left join chains using (person, right_id)
    where tested.how_many > 1 and maybe(tested.qualifies)
      and (tested.qualifies is null or tested.effective_date is null or tested.publication is null)
      and (tested.effective_date is null or chains.chain <= begun.chain
           or (chains.chain is null and tested.effective_date <= plus_years(chain_until, 1)))
)
select person, start from begun anti join doubted using (person) where may_chain >= chain;

-- Of several rights that leave the start open: no earlier than any of them can give, no later than
-- the first that surely makes it *before*, or than one that may and may come before that.
create temp table open_starts as
with rows as (
    select *, qualifies and by_publication and lasts as makes_before,
        greatest(least(coalesce(latest(publication, migrant_group, decision_date,
            document_collected_date), reference()), reference()), effective_date) as by_then,
        max(end_date) over (partition by person order by effective_date, right_id
            rows between unbounded preceding and 1 preceding) as reached
    from tested anti join settled_starts using (person)
    where how_many > 1 and maybe(qualifies)
),
linked as (
    select *, count(*) filter (effective_date > plus_years(reached, 1))
        over (partition by person order by effective_date, right_id) as chain
    from rows
),
near as (
    select person, min(greatest(coalesce(earliest(publication, decision_date),
        date '1900-01-01'), effective_date)) as lowest
    from (select * from linked
        qualify effective_date is null
            or bool_or(maybe(makes_before)) over (partition by person, chain))
    group by 1
),
anchors as (
    select distinct on (person) person, effective_date as anchor, by_then as of_anchor,
        plus_years(end_date, 1) as reach
    from rows where surely(makes_before) and effective_date is not null
    order by person, effective_date
),
beside as (
    select person, min(greatest(publication, effective_date)) as beside
    from rows join anchors using (person)
    where surely(qualifies) and publication is not null and effective_date between anchor and reach
    group by 1
),
others as (
    select person, max(greatest(by_then, coalesce(effective_date, anchor, open_end())))
        as of_others
    from rows left join anchors using (person)
    where maybe(makes_before) and (makes_before is null or effective_date is null)
      and maybe(effective_date <= anchor)
    group by 1
)
select person, lowest as early, greatest(least(of_anchor, beside), of_others) as late
from near
left join anchors using (person)
left join beside using (person)
left join others using (person);

create temp table chain_starts as
select person,
    greatest(earliest(publication, decision_date), effective_date) as early,
    greatest(latest(publication, migrant_group, decision_date, document_collected_date),
        effective_date) as late
from tested where how_many = 1 and maybe(qualifies)
union all
select person, start, start from settled_starts
union all
select person, early, late from open_starts;

-- Spells past which a start moves, up to the day before span_to; one that only may hold is late.
create temp table spells as
with asked as (
    select people.*, coalesce(treaty, 'none') as treaty
    from people left join treaties using (person)
    semi join (select person from chain_starts) using (person)
),
recorded as (
    select person, kind, valid_from as span_from, ends,
        opt_in, from_16,
        kind <> 'treaty' or treaty_counts(treaty_nationality, treaty) as counts
    from spells_of_exemption join asked using (person)
    where surely(kind <> 'opt_in') and valid_from is not null
),
school_rows as (
    select person, span_from, ends, max(ends) over (partition by person
        order by span_from, ends rows between unbounded preceding and 1 preceding) as reached
    from recorded where is_schooling(kind)
),
-- One that begins the day after another ends goes on with it; by itself a spell ends on its end.
school as (
    select person, min(span_from) as span_from, max(ends) as span_to
    from (
        select *, count(*) filter (span_from > reached + 1)
            over (partition by person order by span_from, ends) as spell
        from school_rows
    )
    group by person, spell
),
others as (
    select person, span_from, counts,
        case when ends = open_end() then ends else ends + 1 end as past,
        case when kind = 'treaty' then least(past, opt_in) else past end as span_to
    from recorded
    where excludes_while(kind) or (kind = 'treaty' and maybe(counts))
),
sure as (
    select person, span_from, span_to from school
    union all
    select person, span_from, span_to from others where surely(counts)
)
select person, span_from, span_to, 'early' as side from sure
union all select person, span_from, span_to, 'late' from school
union all select person, span_from, span_to, 'late' from others
union all
-- School is presumed of who is 16 or 17 and of whom no school is on record.
select person, from_16, by_18, 'late'
from asked anti join (
    select person from recorded where is_schooling(kind) and ends > from_16
) using (person)
join chain_starts using (person)
where late < by_18;

create temp table periods as
select person, side, min(span_from) as span_from, max(span_to) as span_to
from (
    select *, count(*) filter (span_from > reached)
        over (partition by person, side order by span_from, span_to) as period
    from (
        select *, max(span_to) over (partition by person, side order by span_from, span_to
            rows between unbounded preceding and 1 preceding) as reached
        from spells where span_from < span_to
    )
)
group by person, side, period;

create temp table starts as
with past_birthday as (
    select person,
        greatest(early, from_16, case when treaty = 'asylum_opted_in' then opt_in end) as early,
        case when by_16 is null then open_end()
             else greatest(late, by_16, case when treaty = 'asylum_opted_in' then opt_in end)
        end as late
    from chain_starts join people using (person) left join treaties using (person)
)
select past_birthday.person,
    coalesce(early_side.span_to, early) as early, coalesce(late_side.span_to, late) as late
from past_birthday
left join periods early_side
  on early_side.person = past_birthday.person and early_side.side = 'early'
 and early_side.span_from <= early and early < early_side.span_to
left join periods late_side
  on late_side.person = past_birthday.person and late_side.side = 'late'
 and late_side.span_from <= late and late < late_side.span_to;
