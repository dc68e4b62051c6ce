CREATE VIRTUAL TABLE knowledge_search USING fts5(
	title, keywords, body,
	content = 'knowledge_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER knowledge_texts_added AFTER INSERT ON knowledge_texts BEGIN
	INSERT INTO knowledge_search (rowid, title, keywords, body)
	VALUES (NEW.id, NEW.title, NEW.keywords, NEW.body);
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_texts_removed AFTER DELETE ON knowledge_texts BEGIN
	INSERT INTO knowledge_search (knowledge_search, rowid, title, keywords, body)
	VALUES ('delete', OLD.id, OLD.title, OLD.keywords, OLD.body);
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_texts_changed AFTER UPDATE ON knowledge_texts BEGIN
	INSERT INTO knowledge_search (knowledge_search, rowid, title, keywords, body)
	VALUES ('delete', OLD.id, OLD.title, OLD.keywords, OLD.body);
	INSERT INTO knowledge_search (rowid, title, keywords, body)
	VALUES (NEW.id, NEW.title, NEW.keywords, NEW.body);
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_vectors_removed BEFORE DELETE ON knowledge_texts BEGIN
	DELETE FROM knowledge_vectors WHERE text_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER knowledge_vectors_outdated AFTER UPDATE ON knowledge_texts BEGIN
	DELETE FROM knowledge_vectors WHERE text_id = NEW.id;
END;
--> statement-breakpoint
UPDATE tickets SET log_type = CASE issue_type
	WHEN 'booking_change' THEN 'support'
	WHEN 'general' THEN 'inquiry'
	ELSE 'complaint'
END WHERE issue_type IS NOT NULL;
