BEGIN TRANSACTION;
CREATE TABLE coded (
	report_id VARCHAR(200) NOT NULL, 
	content_hash VARCHAR(16) NOT NULL, 
	coder_key TEXT NOT NULL, 
	events INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (report_id), 
	FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
INSERT INTO "coded" VALUES('r0','0af56162024af269','k',2,'2026-11-23 01:26:40.481762');
INSERT INTO "coded" VALUES('r1','0af56162024af269','k',2,'2026-11-23 01:26:40.487910');
INSERT INTO "coded" VALUES('r2','0af56162024af269','k',2,'2026-11-23 01:26:40.490277');
CREATE TABLE dateline_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "dateline_schema" VALUES(2);
CREATE TABLE event_parties (
	event_id VARCHAR(40) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	actor_id VARCHAR(200) NOT NULL, 
	PRIMARY KEY (event_id, role, actor_id), 
	FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);
INSERT INTO "event_parties" VALUES('e94fd725b15fb155','actor','syr.army');
INSERT INTO "event_parties" VALUES('e94fd725b15fb155','actor','syr');
INSERT INTO "event_parties" VALUES('ec0319511638e175','actor','syr.army');
INSERT INTO "event_parties" VALUES('ec0319511638e175','actor','syr');
INSERT INTO "event_parties" VALUES('e3b713dee0e90b87','actor','syr.army');
INSERT INTO "event_parties" VALUES('e3b713dee0e90b87','actor','syr');
CREATE TABLE events (
	id VARCHAR(40) NOT NULL, 
	report_id VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	published DATE NOT NULL, 
	event_type VARCHAR(40) NOT NULL, 
	family VARCHAR(40) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	background BOOLEAN NOT NULL, 
	start DATE, 
	"end" DATE, 
	country VARCHAR(8), 
	lat FLOAT, 
	lon FLOAT, 
	killed_low INTEGER, 
	killed_best INTEGER, 
	killed_high INTEGER, 
	confidence FLOAT NOT NULL, 
	record JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
INSERT INTO "events" VALUES('e94fd725b15fb155','r0',0,'2021-09-01','shelling','violence','actual',0,'2021-08-30','2021-08-31','SY',32.7,-36.1,4,4,4,0.8,'{"id": "e94fd725b15fb155", "report_id": "r0", "published": "2021-09-01", "event_type": "shelling", "family": "violence", "status": "actual", "background": false, "trigger": {"text": "shelled", "start": 7, "end": 14}, "evidence": [{"text": "Troops shelled Tafas, killing four.", "start": 0, "end": 35}], "actors": [{"text": "Troops", "start": 0, "end": 6, "name": "army", "actor_id": "syr.army", "canonical": null, "ties": [], "within": ["syr"], "kind": null, "country": null}], "targets": [{"text": "Troops", "start": 0, "end": 6, "name": "rebels", "actor_id": null, "canonical": null, "ties": [], "within": [], "kind": null, "country": null}, {"text": "Troops", "start": 0, "end": 6, "name": "residents", "actor_id": null, "canonical": null, "ties": [], "within": [], "kind": null, "country": null}], "supporters": [], "mediators": [], "places": [{"text": "Tafas", "start": 15, "end": 20, "name": "Tafas", "kind": null, "geonames_id": null, "lat": 32.7, "lon": -36.1, "country": "SY", "admin1": null, "admin2": null, "precision": "exact", "where_prec": null}], "time": {"start": "2021-08-30", "end": "2021-08-31", "precision": "days", "text": null, "text_start": null, "text_end": null, "edtf": null, "date_prec": null, "anchor": null, "anchor_text": null}, "effects": [{"text": "four", "start": 30, "end": 34, "kind": "killed", "low": 4, "best": 4, "high": 4, "who": "soldiers", "unit": "persons", "civilian": null}], "sources": [{"text": "Troops", "start": 0, "end": 6, "name": "state media", "kind": null, "stance": "asserts"}], "weapons": [], "part_of": null, "codes": {"plover": null, "plover_mode": null, "cameo": null, "acled_event_type": null, "acled_sub_event_type": null, "ucdp": false}, "confidence": 0.8, "reasons": [], "coder": {"engine": "fake", "version": "1", "model": null, "codebook": "1", "gazetteer": null, "min_confidence": null}}');
INSERT INTO "events" VALUES('ef11ff485a6938a4','r0',1,'2021-09-01','shelling','violence','actual',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.8,'{"id": "ef11ff485a6938a4", "report_id": "r0", "published": "2021-09-01", "event_type": "shelling", "family": "violence", "status": "actual", "background": false, "trigger": {"text": "Troops", "start": 0, "end": 6}, "evidence": [], "actors": [], "targets": [], "supporters": [], "mediators": [], "places": [], "time": null, "effects": [], "sources": [], "weapons": [], "part_of": null, "codes": {"plover": null, "plover_mode": null, "cameo": null, "acled_event_type": null, "acled_sub_event_type": null, "ucdp": false}, "confidence": 0.8, "reasons": [], "coder": {"engine": "fake", "version": "1", "model": null, "codebook": "1", "gazetteer": null, "min_confidence": null}}');
INSERT INTO "events" VALUES('ec0319511638e175','r1',0,'2021-09-01','shelling','violence','actual',0,'2021-08-30','2021-08-31','SY',32.7,-36.1,4,4,4,0.8,'{"id": "ec0319511638e175", "report_id": "r1", "published": "2021-09-01", "event_type": "shelling", "family": "violence", "status": "actual", "background": false, "trigger": {"text": "shelled", "start": 7, "end": 14}, "evidence": [{"text": "Troops shelled Tafas, killing four.", "start": 0, "end": 35}], "actors": [{"text": "Troops", "start": 0, "end": 6, "name": "army", "actor_id": "syr.army", "canonical": null, "ties": [], "within": ["syr"], "kind": null, "country": null}], "targets": [{"text": "Troops", "start": 0, "end": 6, "name": "rebels", "actor_id": null, "canonical": null, "ties": [], "within": [], "kind": null, "country": null}, {"text": "Troops", "start": 0, "end": 6, "name": "residents", "actor_id": null, "canonical": null, "ties": [], "within": [], "kind": null, "country": null}], "supporters": [], "mediators": [], "places": [{"text": "Tafas", "start": 15, "end": 20, "name": "Tafas", "kind": null, "geonames_id": null, "lat": 32.7, "lon": -36.1, "country": "SY", "admin1": null, "admin2": null, "precision": "exact", "where_prec": null}], "time": {"start": "2021-08-30", "end": "2021-08-31", "precision": "days", "text": null, "text_start": null, "text_end": null, "edtf": null, "date_prec": null, "anchor": null, "anchor_text": null}, "effects": [{"text": "four", "start": 30, "end": 34, "kind": "killed", "low": 4, "best": 4, "high": 4, "who": "soldiers", "unit": "persons", "civilian": null}], "sources": [{"text": "Troops", "start": 0, "end": 6, "name": "state media", "kind": null, "stance": "asserts"}], "weapons": [], "part_of": null, "codes": {"plover": null, "plover_mode": null, "cameo": null, "acled_event_type": null, "acled_sub_event_type": null, "ucdp": false}, "confidence": 0.8, "reasons": [], "coder": {"engine": "fake", "version": "1", "model": null, "codebook": "1", "gazetteer": null, "min_confidence": null}}');
INSERT INTO "events" VALUES('e3662d4373091d8c','r1',1,'2021-09-01','shelling','violence','actual',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.8,'{"id": "e3662d4373091d8c", "report_id": "r1", "published": "2021-09-01", "event_type": "shelling", "family": "violence", "status": "actual", "background": false, "trigger": {"text": "Troops", "start": 0, "end": 6}, "evidence": [], "actors": [], "targets": [], "supporters": [], "mediators": [], "places": [], "time": null, "effects": [], "sources": [], "weapons": [], "part_of": null, "codes": {"plover": null, "plover_mode": null, "cameo": null, "acled_event_type": null, "acled_sub_event_type": null, "ucdp": false}, "confidence": 0.8, "reasons": [], "coder": {"engine": "fake", "version": "1", "model": null, "codebook": "1", "gazetteer": null, "min_confidence": null}}');
INSERT INTO "events" VALUES('e3b713dee0e90b87','r2',0,'2021-09-01','shelling','violence','actual',0,'2021-08-30','2021-08-31','SY',32.7,-36.1,4,4,4,0.8,'{"id": "e3b713dee0e90b87", "report_id": "r2", "published": "2021-09-01", "event_type": "shelling", "family": "violence", "status": "actual", "background": false, "trigger": {"text": "shelled", "start": 7, "end": 14}, "evidence": [{"text": "Troops shelled Tafas, killing four.", "start": 0, "end": 35}], "actors": [{"text": "Troops", "start": 0, "end": 6, "name": "army", "actor_id": "syr.army", "canonical": null, "ties": [], "within": ["syr"], "kind": null, "country": null}], "targets": [{"text": "Troops", "start": 0, "end": 6, "name": "rebels", "actor_id": null, "canonical": null, "ties": [], "within": [], "kind": null, "country": null}, {"text": "Troops", "start": 0, "end": 6, "name": "residents", "actor_id": null, "canonical": null, "ties": [], "within": [], "kind": null, "country": null}], "supporters": [], "mediators": [], "places": [{"text": "Tafas", "start": 15, "end": 20, "name": "Tafas", "kind": null, "geonames_id": null, "lat": 32.7, "lon": -36.1, "country": "SY", "admin1": null, "admin2": null, "precision": "exact", "where_prec": null}], "time": {"start": "2021-08-30", "end": "2021-08-31", "precision": "days", "text": null, "text_start": null, "text_end": null, "edtf": null, "date_prec": null, "anchor": null, "anchor_text": null}, "effects": [{"text": "four", "start": 30, "end": 34, "kind": "killed", "low": 4, "best": 4, "high": 4, "who": "soldiers", "unit": "persons", "civilian": null}], "sources": [{"text": "Troops", "start": 0, "end": 6, "name": "state media", "kind": null, "stance": "asserts"}], "weapons": [], "part_of": null, "codes": {"plover": null, "plover_mode": null, "cameo": null, "acled_event_type": null, "acled_sub_event_type": null, "ucdp": false}, "confidence": 0.8, "reasons": [], "coder": {"engine": "fake", "version": "1", "model": null, "codebook": "1", "gazetteer": null, "min_confidence": null}}');
INSERT INTO "events" VALUES('edf4052e094a9487','r2',1,'2021-09-01','shelling','violence','actual',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.8,'{"id": "edf4052e094a9487", "report_id": "r2", "published": "2021-09-01", "event_type": "shelling", "family": "violence", "status": "actual", "background": false, "trigger": {"text": "Troops", "start": 0, "end": 6}, "evidence": [], "actors": [], "targets": [], "supporters": [], "mediators": [], "places": [], "time": null, "effects": [], "sources": [], "weapons": [], "part_of": null, "codes": {"plover": null, "plover_mode": null, "cameo": null, "acled_event_type": null, "acled_sub_event_type": null, "ucdp": false}, "confidence": 0.8, "reasons": [], "coder": {"engine": "fake", "version": "1", "model": null, "codebook": "1", "gazetteer": null, "min_confidence": null}}');
CREATE TABLE reports (
	number INTEGER NOT NULL, 
	report_id VARCHAR(200) NOT NULL, 
	published DATE NOT NULL, 
	title TEXT, 
	outlet TEXT, 
	url TEXT, 
	origin TEXT, 
	text TEXT NOT NULL, 
	body INTEGER NOT NULL, 
	dateline_place JSON, 
	content_hash VARCHAR(16) NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (report_id)
);
INSERT INTO "reports" VALUES(1,'r0','2021-09-01','Nº 0 Daraâ','AP',NULL,NULL,'Troops shelled Tafas, killing four.',0,NULL,'0af56162024af269');
INSERT INTO "reports" VALUES(2,'r1','2021-09-01','Nº 1 Daraâ','AP',NULL,NULL,'Troops shelled Tafas, killing four.',0,NULL,'0af56162024af269');
INSERT INTO "reports" VALUES(3,'r2','2021-09-01','Nº 2 Daraâ','AP',NULL,NULL,'Troops shelled Tafas, killing four.',0,NULL,'0af56162024af269');
CREATE INDEX ix_reports_published ON reports (published);
CREATE INDEX ix_events_point ON events (lat, lon, start);
CREATE INDEX ix_events_report ON events (report_id, position);
CREATE INDEX ix_events_day ON events (start, event_type, killed_best, lat, lon);
CREATE INDEX ix_events_type ON events (event_type, start);
CREATE INDEX ix_event_parties_actor ON event_parties (actor_id, event_id);
CREATE TRIGGER reports_search_insert AFTER INSERT ON reports BEGIN INSERT INTO reports_search(rowid, title, text) VALUES (new.number, new.title, new.text); END;
CREATE TRIGGER reports_search_delete AFTER DELETE ON reports BEGIN INSERT INTO reports_search(reports_search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); END;
CREATE TRIGGER reports_search_update AFTER UPDATE OF title, text ON reports BEGIN INSERT INTO reports_search(reports_search, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); INSERT INTO reports_search(rowid, title, text) VALUES (new.number, new.title, new.text); END;
COMMIT;
