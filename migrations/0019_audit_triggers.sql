CREATE TRIGGER audit_log_no_hole BEFORE INSERT ON audit_log
WHEN NEW.seq <> coalesce((SELECT max(seq) FROM audit_log), 0) + 1 BEGIN
	SELECT RAISE(ABORT, 'audit_log_no_hole');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_keep BEFORE UPDATE ON audit_log BEGIN
	SELECT RAISE(ABORT, 'audit_log_keep');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_keep_young BEFORE DELETE ON audit_log
WHEN OLD.at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-90 days')
	OR EXISTS (SELECT 1 FROM audit_log WHERE seq < OLD.seq)
	OR NOT EXISTS (SELECT 1 FROM audit_log WHERE seq > OLD.seq) BEGIN
	SELECT RAISE(ABORT, 'audit_log_keep_young');
END;
