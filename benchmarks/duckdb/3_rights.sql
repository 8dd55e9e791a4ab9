-- What the rights of a person say together: the facts of the three dates, group and treaty.

create temp table tested as
select rights.*, test_day, treaty_nationality, opt_in,
    coalesce(lasting.until, end_date) >= test_day as lasts,
    published_by(migrant_group, decision_date, document_collected_date, reference())
        as by_publication,
    effective_date <= reference() as by_effective,
    effective_date <= reference() and decision_date <= reference() as by_decision,
    -- Of an unknown group it is asked of asylum and of the others.
    case when migrant_group = 'asylum' then decision_date > reference()
         when migrant_group is not null or
              (decision_date > reference()) is not distinct from
              (qualifies and coalesce(document_collected_date > reference(),
                                      case when decision_date > reference() then true end))
         then qualifies and coalesce(document_collected_date > reference(),
                                     case when decision_date > reference() then true end)
    end as after_publication
from rights
join people using (person)
left join lasting using (person, right_id);

create temp table bridges as
select one.person,
    any_of(bridging and one.by_publication) as publication,
    any_of(bridging and one.by_decision) as decision,
    any_of(bridging and one.by_effective) as effective
from (
    select one.*, one.qualifies and one.end_date < one.test_day
        and next.qualifies and next.end_date >= one.test_day
        and next.effective_date > one.end_date
        and next.effective_date <= plus_years(one.end_date, 1) as bridging
    from tested one join tested next using (person)
    where one.right_id <> next.right_id and one.how_many > 1 and maybe(next.qualifies)
) one
group by all;

create macro date_fact(before, bridged, later) as
    case when before is null then 'unknown' when before then 'before'
         when bridged is null then 'unknown' when bridged then 'bridged'
         when later is null then 'unknown' when later then 'after'
         else 'no_right' end;

create temp table date_facts as
with said as (
    select person,
        any_of(qualifies and by_publication and lasts) as before_publication,
        any_of(qualifies and by_decision and lasts) as before_decision,
        any_of(qualifies and by_effective and lasts) as before_effective,
        any_of(after_publication) as after_publication,
        any_of(qualifies and not by_decision) as after_decision,
        any_of(qualifies and not by_effective) as after_effective
    from tested group by 1
)
select said.person,
    date_fact(before_publication,
        case when bridges.person is null then false else bridges.publication end,
        after_publication) as publication,
    date_fact(before_decision,
        case when bridges.person is null then false else bridges.decision end,
        after_decision) as decision,
    date_fact(before_effective,
        case when bridges.person is null then false else bridges.effective end,
        after_effective) as effective
from said left join bridges using (person);

create temp table groups as
select person,
    coalesce(arg_min(struct_pack(of := migrant_group),
        (coalesce(decision_date, open_end()), right_id)).of, 'unknown') as "group"
from rights where maybe(qualifies) group by 1;

-- The treaty with Turkey: what each right says that did not end before the test day.
create temp table treaties as
with said as (
    select *,
        migrant_group = 'asylum' or (migrant_group = 'family' and family_of_asylum) as of_asylum,
        decision_date >= date '2020-05-01' as since,
        surely(opt_in <= reference()) as opted_in,
        end_date < test_day as ended
    from tested
    where maybe(qualifies) and maybe(treaty_nationality = 'TUR')
),
says as (
    select *, bool_and(surely(ended)) over (partition by person) as all_ended,
        case when not of_asylum then 'family_or_other'
             when of_asylum and since then 'asylum_since_may_2020'
             when of_asylum and not since and opted_in then 'asylum_opted_in'
             when of_asylum and not since then 'asylum_before_may_2020' end as says
    from said
)
select person,
    case when any_value(treaty_nationality) is null then
             case when bool_and(surely(says in ('asylum_since_may_2020', 'asylum_opted_in')))
                  then 'none' else 'unknown' end
         when same_of(says) is not null then same_of(says)
         when bool_and(surely(qualifies) and says is not null and decision_date is not null)
             then arg_min(says, (decision_date, right_id))
         else 'unknown' end as treaty
from says
where not surely(ended) or all_ended
group by 1;
