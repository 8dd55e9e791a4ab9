-- The records, with what follows from each alone: birthdays, notices, rights.
-- The extract lies in views named as its tables; the variable as_of is the day of judging.

-- A number for each person, in the order of the pseudonyms: joins on it are cheaper than on text.
create temp table numbers as
select person_id, (row_number() over (order by person_id))::integer as person
from (select distinct person_id from persons);

create temp table spells_of_exemption as
select person, kind, valid_from, coalesce(valid_to, open_end()) as ends
from exemptions join numbers using (person_id);

create temp table rights as
with judged as (
    select
        person, right_id, migrant_group, family_of_asylum, decision_date,
        document_collected_date, effective_date,
        coalesce(end_date, open_end()) as end_date,
        migrant_group = 'asylum' or spiritual_minister or not temporary_purpose as qualifies,
        case when migrant_group = 'asylum' then decision_date
             when migrant_group is not null then document_collected_date
             when decision_date = document_collected_date then decision_date end as publication
    from residence_rights join numbers using (person_id)
)
select *, count(*) filter (maybe(qualifies)) over (partition by person) as how_many from judged;

-- A right lasts as long as those that join it, at once or through further ones.
create temp table lasting as
with recursive
several as (select * from rights where how_many > 1),
links as (
    select one.person, one.right_id, next.right_id as next_id
    from several one join several next using (person)
    where next.qualifies and next.effective_date <= one.end_date + 1
      and next.end_date > one.end_date
),
reach as (
    select person, right_id, right_id as reached from several
    union
    select reach.person, reach.right_id, links.next_id
    from reach join links on links.person = reach.person and links.right_id = reach.reached
)
select reach.person, reach.right_id, max(several.end_date) as until
from reach join several
  on several.person = reach.person and several.right_id = reach.reached
group by all;

create temp table first_notices as
select person,
    arg_min(notice_id, (coalesce(notice_date, open_end()), notice_id)) as notice_id,
    min(notice_date) as notice_date,
    arg_min(struct_pack(stated := regime_stated),
            (coalesce(notice_date, open_end()), notice_id)).stated as regime_stated
from notices join numbers using (person_id)
where maybe(notice_date <= getvariable('as_of'))
group by person;

create temp table opt_ins as
select person, min(valid_from) as opt_in from spells_of_exemption where kind = 'opt_in' group by 1;

create temp table people as
with born as (
    select distinct on (person) person, birth_date::varchar as birth_date,
        nationality, former_nationality, dutch_since,
        left(birth_date::varchar, 4) as year, substr(birth_date::varchar, 6, 2) as month
    from persons join numbers using (person_id)
),
aged as (
    select * exclude (year, month),
        case when birth_date like '%-00-00' then try_cast(year || '-01-01' as date)
             when birth_date like '%-00' then try_cast(year || '-' || month || '-01' as date)
             else try_cast(birth_date as date) end as birth_from,
        case when birth_date like '%-00-00' then try_cast(year || '-12-31' as date)
             when birth_date like '%-00'
                 then last_day(try_cast(year || '-' || month || '-01' as date))
             else try_cast(birth_date as date) end as birth_by
    from born
),
dated as (
    select person,
        min(publication) filter (surely(qualifies)) as published,
        max(decision_date) as latest_decision
    from rights group by 1
)
select aged.* exclude (birth_date, birth_from, birth_by),
    plus_years(birth_from, 16) as from_16, plus_years(birth_by, 16) as by_16,
    plus_years(birth_from, 18) as from_18, plus_years(birth_by, 18) as by_18,
    pension_day(birth_from) as pension_from, pension_day(birth_by) as pension_by,
    notice_id, notice_date, regime_stated, opt_in,
    greatest(latest_decision, notice_date) as covered_by,
    case when nationality = 'NLD' then former_nationality else nationality end as treaty_nationality,
    -- Who was rightly told of a duty is not wronged by what came after: the day of the notice,
    -- or of the publication where that is later.
    case when notice_date <= reference() and greatest(notice_date, published) <= reference()
         then greatest(notice_date, published) else reference() end as test_day
from aged
left join dated using (person)
left join first_notices using (person)
left join opt_ins using (person);
