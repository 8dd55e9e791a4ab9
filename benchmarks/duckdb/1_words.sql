-- The words that the other files use: three-valued logic over rows, ages, what a right says.
--
-- Inside a row and, or and not already follow Kleene; null is unknown. Over rows it is any_of.

create macro any_of(answer) as
    case when bool_or(answer) then true when bool_or(answer is null) then null else false end;

-- What all rows say; null where they differ or one says nothing.
create macro same_of(answer) as
    case when count(*) = count(answer) and min(answer) = max(answer) then min(answer) end;

create macro maybe(answer) as coalesce(answer, true);

create macro surely(answer) as coalesce(answer, false);

create macro reference() as date '2021-12-31';

create macro open_end() as date '9999-12-31';

-- A day that does not exist is the first of the next month.
create macro plus_months(begun, months) as
    case when day(begun + to_months(months)) = day(begun) then (begun + to_months(months))::date
         else (begun + to_months(months))::date + 1 end;

create macro plus_years(begun, years) as plus_months(begun, 12 * years);

-- AOW art. 7a.
create macro pension_day(born) as plus_months(born, case
    when born < date '1948-01-01' then 65 * 12
    when born < date '1948-12-01' then 65 * 12 + 1
    when born < date '1949-11-01' then 65 * 12 + 2
    when born < date '1950-10-01' then 65 * 12 + 3
    when born < date '1951-07-01' then 65 * 12 + 6
    when born < date '1952-04-01' then 65 * 12 + 9
    when born < date '1953-01-01' then 66 * 12
    when born < date '1955-09-01' then 66 * 12 + 4
    when born < date '1956-06-01' then 66 * 12 + 7
    when born < date '1957-03-01' then 66 * 12 + 10
    else 67 * 12 end);

-- EU27 without the Netherlands, EEA, Switzerland; the British up to the end of 2020.
create macro moves_freely(nationality, on_day) as
    nationality in (
        'AUT', 'BEL', 'BGR', 'CYP', 'CZE', 'DEU', 'DNK', 'ESP', 'EST', 'FIN', 'FRA', 'GRC', 'HRV',
        'HUN', 'IRL', 'ITA', 'LTU', 'LUX', 'LVA', 'MLT', 'POL', 'PRT', 'ROU', 'SVK', 'SVN', 'SWE',
        'ISL', 'LIE', 'NOR', 'CHE')
    or (nationality = 'GBR' and on_day <= date '2020-12-31');

-- Whether a right was made known by a day: of asylum its decision tells, of others the collection.
create macro published_by(migrant_group, decided, collected, on_day) as
    case when migrant_group = 'asylum' then decided <= on_day
         when migrant_group is not null then
             case when collected is not null then collected <= on_day
                  when decided > on_day then false end
         when decided <= on_day and collected <= on_day then true
         when decided > on_day then false end;

create macro is_schooling(kind) as kind in ('compulsory_education', 'follow_on_education');

create macro excludes_while(kind) as kind in ('eu_national', 'eu_family', 'eu_longterm');

-- Whether a row of kind treaty counts: not of who is bound since May 2020 all the same.
create macro treaty_counts(nationality, treaty) as
    case when nationality <> 'TUR' then true
         when nationality = 'TUR' and treaty = 'asylum_since_may_2020' then false
         when nationality = 'TUR' and treaty <> 'unknown' then true end;
