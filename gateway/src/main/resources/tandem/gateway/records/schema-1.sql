-- Version 1. Written so that SQLite and PostgreSQL take it alike: moments are text as RFC 3339 has it, in UTC with three decimals, which
-- sorts by itself and casts to a timestamp; a truth is 0 or 1.

-- Who writes here, and when it last did: what was open when a gateway was killed is closed as of then.
CREATE TABLE gateways (
    gateway TEXT NOT NULL PRIMARY KEY,
    seen TEXT NOT NULL
);

CREATE TABLE calls (
    gateway TEXT NOT NULL,
    id TEXT NOT NULL,
    direction TEXT NOT NULL,
    protocol TEXT NOT NULL,
    caller TEXT NOT NULL,
    caller_address TEXT NOT NULL,
    dialled TEXT NOT NULL,
    room TEXT,
    trunk TEXT,
    device TEXT,
    began TEXT NOT NULL,
    rang TEXT,
    answered TEXT,
    ended TEXT,
    duration_ms BIGINT,
    cause TEXT,
    words TEXT,
    ended_by TEXT,
    PRIMARY KEY (gateway, id)
);
CREATE INDEX calls_began ON calls (gateway, began, id);
CREATE INDEX calls_dialled ON calls (gateway, dialled);
CREATE INDEX calls_caller ON calls (gateway, caller);
CREATE INDEX calls_room ON calls (gateway, room);
CREATE INDEX calls_open ON calls (gateway) WHERE ended IS NULL; -- looked for at each start

CREATE TABLE legs (
    gateway TEXT NOT NULL,
    call TEXT NOT NULL,
    number INTEGER NOT NULL,
    protocol TEXT NOT NULL,
    direction TEXT NOT NULL,
    address TEXT NOT NULL,
    remote TEXT NOT NULL,
    name TEXT NOT NULL,
    agent TEXT NOT NULL,
    trunk TEXT,
    device TEXT,
    began TEXT NOT NULL,
    rang TEXT,
    answered TEXT,
    ended TEXT,
    cause TEXT,
    words TEXT,
    sip_status INTEGER,
    q850 INTEGER,
    ended_by TEXT,
    codec_sent TEXT NOT NULL,
    codec_received TEXT NOT NULL,
    srtp TEXT NOT NULL,
    packets_received BIGINT NOT NULL,
    packets_sent BIGINT NOT NULL,
    packets_lost BIGINT NOT NULL,
    loss_percent DOUBLE PRECISION NOT NULL,
    jitter_ms DOUBLE PRECISION NOT NULL,
    jitter_most_ms DOUBLE PRECISION NOT NULL,
    rtt_ms DOUBLE PRECISION,
    mos DOUBLE PRECISION,
    mos_least DOUBLE PRECISION,
    PRIMARY KEY (gateway, call, number)
);

-- Calls that belong together: transfers and replacements, as seen from the call in the first column.
CREATE TABLE links (
    gateway TEXT NOT NULL,
    call TEXT NOT NULL,
    kind TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (gateway, call, kind, other)
);

-- Where registered devices are.
CREATE TABLE bindings (
    gateway TEXT NOT NULL,
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    contact TEXT NOT NULL,
    instance TEXT,
    reg_id INTEGER NOT NULL,
    q INTEGER NOT NULL,
    call_id TEXT NOT NULL,
    cseq BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    path TEXT NOT NULL,
    transport TEXT NOT NULL,
    remote TEXT NOT NULL,
    source INTEGER NOT NULL,
    agent TEXT NOT NULL,
    PRIMARY KEY (gateway, device, number)
);
