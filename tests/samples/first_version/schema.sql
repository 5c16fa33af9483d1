CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE definitions (
	checksum VARCHAR(64) NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (checksum)
);
CREATE TABLE figure (
	indicator VARCHAR(60) NOT NULL, 
	area VARCHAR(60) NOT NULL, 
	period_start VARCHAR(10) NOT NULL, 
	period_months INTEGER NOT NULL, 
	period_kind VARCHAR(20) NOT NULL, 
	sex VARCHAR(10) NOT NULL, 
	age VARCHAR(40) NOT NULL, 
	breakdown VARCHAR(300) NOT NULL, 
	revision INTEGER NOT NULL, 
	numerator FLOAT, 
	denominator FLOAT, 
	value FLOAT, 
	lower FLOAT, 
	upper FLOAT, 
	state VARCHAR(20) NOT NULL, 
	note TEXT NOT NULL, 
	source TEXT NOT NULL, 
	submission INTEGER, 
	PRIMARY KEY (indicator, area, period_start, period_months, period_kind, sex, age, breakdown, revision), 
	CONSTRAINT months_are_whole CHECK (period_months >= 0), 
	CONSTRAINT no_number_without_a_numbered_state CHECK (state in ('value', 'rounded') or (value is null and numerator is null and lower is null and upper is null)), 
	FOREIGN KEY(revision) REFERENCES revision (number), 
	FOREIGN KEY(submission) REFERENCES submission (id)
)
 WITHOUT ROWID

;
CREATE INDEX figure_by_area ON figure (area, indicator);
CREATE INDEX figure_by_period ON figure (indicator, period_start, period_months);
CREATE INDEX figure_by_revision ON figure (revision);
CREATE TABLE hiding (
	indicator VARCHAR(60) NOT NULL, 
	area VARCHAR(60) NOT NULL, 
	period_start VARCHAR(10) NOT NULL, 
	period_months INTEGER NOT NULL, 
	period_kind VARCHAR(20) NOT NULL, 
	sex VARCHAR(10) NOT NULL, 
	age VARCHAR(40) NOT NULL, 
	breakdown VARCHAR(300) NOT NULL, 
	revision INTEGER NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	taken_back BOOLEAN NOT NULL, 
	PRIMARY KEY (indicator, area, period_start, period_months, period_kind, sex, age, breakdown, revision), 
	CONSTRAINT a_known_role CHECK (role in ('small', 'companion', 'open')), 
	CONSTRAINT only_hidden_is_taken_back CHECK (not (taken_back and role = 'open')), 
	FOREIGN KEY(revision) REFERENCES revision (number)
)
 WITHOUT ROWID

;
CREATE INDEX hiding_by_area ON hiding (area, indicator);
CREATE TABLE mapping (
	number INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	content TEXT NOT NULL, 
	kept_by VARCHAR(100) NOT NULL, 
	kept_at DATETIME NOT NULL, 
	PRIMARY KEY (number)
);
CREATE TABLE original (
	submission INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (submission), 
	FOREIGN KEY(submission) REFERENCES submission (id)
);
CREATE TABLE revision (
	number INTEGER NOT NULL, 
	replaces INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by VARCHAR(100) NOT NULL, 
	reason TEXT NOT NULL, 
	definitions VARCHAR(64) NOT NULL, 
	submission INTEGER, 
	undoes INTEGER, 
	PRIMARY KEY (number), 
	CONSTRAINT one_successor UNIQUE (replaces), 
	CONSTRAINT an_unbroken_chain CHECK (number = replaces + 1), 
	CONSTRAINT a_known_kind CHECK (kind in ('publish', 'undo', 'definitions')), 
	CONSTRAINT an_undo_names_a_revision CHECK ((kind = 'undo') = (undoes is not null)), 
	FOREIGN KEY(definitions) REFERENCES definitions (checksum), 
	FOREIGN KEY(submission) REFERENCES submission (id), 
	FOREIGN KEY(undoes) REFERENCES revision (number)
);
CREATE TABLE submission (
	id INTEGER NOT NULL, 
	file_name VARCHAR(255) NOT NULL, 
	checksum VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	layout VARCHAR(100) NOT NULL, 
	received_at DATETIME NOT NULL, 
	received_by VARCHAR(100) NOT NULL, 
	verdict VARCHAR(30) NOT NULL, 
	findings TEXT NOT NULL, 
	figures INTEGER NOT NULL, left_out TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE waiting (
	submission INTEGER NOT NULL, 
	indicator TEXT NOT NULL, 
	area TEXT NOT NULL, 
	period TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	based_on INTEGER NOT NULL, 
	outcome VARCHAR(20) NOT NULL, 
	decided_by VARCHAR(100) NOT NULL, 
	decided_at DATETIME, 
	answer TEXT NOT NULL, 
	PRIMARY KEY (submission), 
	CONSTRAINT a_known_outcome CHECK (outcome in ('', 'published', 'sent back', 'withdrawn')), 
	CONSTRAINT an_outcome_has_a_day CHECK ((outcome = '') = (decided_at is null)), 
	FOREIGN KEY(submission) REFERENCES submission (id)
);
