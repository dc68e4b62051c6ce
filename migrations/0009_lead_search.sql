CREATE VIRTUAL TABLE lead_search USING fts5(
	name, company, email, notes, tags,
	content='leads', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER leads_search_insert AFTER INSERT ON leads BEGIN
	INSERT INTO lead_search (rowid, name, company, email, notes, tags)
	VALUES (NEW.seq, NEW.name, NEW.company, NEW.email, NEW.notes, NEW.tags);
END;
--> statement-breakpoint
CREATE TRIGGER leads_search_delete AFTER DELETE ON leads BEGIN
	INSERT INTO lead_search (lead_search, rowid, name, company, email, notes, tags)
	VALUES ('delete', OLD.seq, OLD.name, OLD.company, OLD.email, OLD.notes, OLD.tags);
END;
--> statement-breakpoint
CREATE TRIGGER leads_search_update AFTER UPDATE OF name, company, email, notes, tags ON leads BEGIN
	INSERT INTO lead_search (lead_search, rowid, name, company, email, notes, tags)
	VALUES ('delete', OLD.seq, OLD.name, OLD.company, OLD.email, OLD.notes, OLD.tags);
	INSERT INTO lead_search (rowid, name, company, email, notes, tags)
	VALUES (NEW.seq, NEW.name, NEW.company, NEW.email, NEW.notes, NEW.tags);
END;
