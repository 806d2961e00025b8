-- One PostgreSQL role a person, row-level security by county and role, for the tables of Kaohe.
--
-- Run it once, in a UTF8 database, as the role that owns the tables, after that role has made the first book:
--     kaohe book new 'postgresql://kaohe_owner@host/kaohe#甲县-2019' ...
--     psql -v ON_ERROR_STOP=1 -f postgresql.sql 'dbname=kaohe user=kaohe_owner'
-- then, for each person (a superuser makes the login):
--     CREATE ROLE li LOGIN PASSWORD '...' IN ROLE kaohe_staff;
--     INSERT INTO kaohe_access VALUES ('li', '甲县', 'clerk');
--     INSERT INTO kaohe_access VALUES ('sun', '甲县', 'approver', '县（区）');  -- signs at that level alone
-- The owner makes books and is bound by none of this: it is nobody's login for daily work. Roles stand in the book too
-- (kaohe office role give), where they are told in words; here they hold against any program.

BEGIN;

DO $$ BEGIN CREATE ROLE kaohe_staff NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- Who works on which county's books, as what. A book is of the county that its name is, or begins with before a hyphen.
-- An approver's level is the Chinese name that kaohe office role list prints, '' for every level; a row for each.
CREATE TABLE IF NOT EXISTS kaohe_access (
    login text NOT NULL,
    county text NOT NULL,
    role text NOT NULL
        CHECK (role IN ('clerk', 'second', 'reviewer', 'approver', 'administrator', 'auditor')),
    level text NOT NULL DEFAULT '' CHECK (level = '' OR role = 'approver'),
    PRIMARY KEY (login, county, role, level)
);
-- A table of an earlier recipe has no levels yet.
ALTER TABLE kaohe_access ADD COLUMN IF NOT EXISTS level text NOT NULL DEFAULT '' CHECK (level = '' OR role = 'approver');
ALTER TABLE kaohe_access DROP CONSTRAINT IF EXISTS kaohe_access_pkey;
ALTER TABLE kaohe_access ADD PRIMARY KEY (login, county, role, level);

-- Which documents each role leaves. A revision freezes anew and takes signatures back, so who revises leaves those too.
CREATE TABLE IF NOT EXISTS kaohe_leaves (role text, kind text, PRIMARY KEY (role, kind));
DELETE FROM kaohe_leaves;
INSERT INTO kaohe_leaves
SELECT role, unnest(string_to_array(kinds, ' ')) FROM (VALUES
    ('clerk', 'person facts period second freeze outcomes signature held paper'),
    ('second', 'second'),
    ('reviewer', 'facts period recheck decision second warning freeze outcomes signature'
                 ' assign draw gate held imported notice objection paper publicity'),
    ('approver', 'decision freeze outcomes signature'),
    ('administrator', 'person facts period recheck decision second role practice book settings freeze outcomes signature'
                      ' lower held paper gate imported')
) AS allowed (role, kinds);

CREATE OR REPLACE FUNCTION kaohe_of(of_book text, county text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT of_book = county OR starts_with(of_book, county || '-') $$;

-- Whoever asks is the session's own role: SET ROLE makes nobody another person.
CREATE OR REPLACE FUNCTION kaohe_reads(of_book text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM kaohe_access a WHERE a.login = session_user AND kaohe_of(of_book, a.county)) $$;

CREATE OR REPLACE FUNCTION kaohe_writes(of_book text, of_kind text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
    SELECT FROM kaohe_access a JOIN kaohe_leaves l ON l.role = a.role
    WHERE a.login = session_user AND kaohe_of(of_book, a.county) AND (of_kind IS NULL OR l.kind = of_kind)) $$;

-- Whoever revises takes signatures back, but a signature is left by an approver alone, of every level or of its own.
CREATE OR REPLACE FUNCTION kaohe_leaves_it(of_book text, of_kind text, fields jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT kaohe_writes(of_book, of_kind) AND (
    of_kind <> 'signature'
    OR coalesce(fields -> 'signed' = '[]', true)
    OR EXISTS (SELECT FROM kaohe_access a
               WHERE a.login = session_user AND kaohe_of(of_book, a.county) AND a.role = 'approver'
                 AND a.level IN ('', fields ->> 'label'))) $$;

-- A record is in its writer's own name and holds nothing but what their role leaves.
CREATE OR REPLACE FUNCTION kaohe_own(of_book text, body text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT body::jsonb ->> 'actor' = session_user AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(body::jsonb -> 'changes') AS change
    WHERE NOT kaohe_leaves_it(of_book, change ->> 0, change -> 3)) $$;

ALTER TABLE kaohe_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE kaohe_ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE kaohe_docs ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS reads ON kaohe_head;
DROP POLICY IF EXISTS moves ON kaohe_head;
CREATE POLICY reads ON kaohe_head FOR SELECT USING (kaohe_reads(book));
CREATE POLICY moves ON kaohe_head FOR UPDATE USING (kaohe_writes(book, NULL)) WITH CHECK (kaohe_writes(book, NULL));

DROP POLICY IF EXISTS reads ON kaohe_ledger;
DROP POLICY IF EXISTS adds ON kaohe_ledger;
CREATE POLICY reads ON kaohe_ledger FOR SELECT USING (kaohe_reads(book));
CREATE POLICY adds ON kaohe_ledger FOR INSERT WITH CHECK (kaohe_own(book, body));

DROP POLICY IF EXISTS reads ON kaohe_docs;
DROP POLICY IF EXISTS adds ON kaohe_docs;
DROP POLICY IF EXISTS moves ON kaohe_docs;
CREATE POLICY reads ON kaohe_docs FOR SELECT USING (kaohe_reads(book));
CREATE POLICY adds ON kaohe_docs FOR INSERT WITH CHECK (kaohe_writes(book, kind));
CREATE POLICY moves ON kaohe_docs FOR UPDATE USING (kaohe_writes(book, kind)) WITH CHECK (kaohe_writes(book, kind));

-- No UPDATE and no DELETE on the ledger: what was committed stays.
REVOKE ALL ON kaohe_head, kaohe_ledger, kaohe_docs, kaohe_access, kaohe_leaves FROM PUBLIC;
GRANT SELECT ON kaohe_head, kaohe_ledger, kaohe_docs TO kaohe_staff;
GRANT UPDATE (seq, hash) ON kaohe_head TO kaohe_staff;
GRANT INSERT ON kaohe_ledger TO kaohe_staff;
GRANT INSERT, UPDATE (version, body) ON kaohe_docs TO kaohe_staff;

COMMIT;
