CREATE TABLE `audit_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`operation` text NOT NULL,
	`target` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_once` ON `audit_log` (`target`,`request_id`,`operation`);--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`actor`);--> statement-breakpoint
ALTER TABLE `claims` ADD `first_approved_by` text;--> statement-breakpoint
ALTER TABLE `claims` ADD `first_approved_cents` integer;--> statement-breakpoint
ALTER TABLE `claims` ADD `first_approved_at` text;