CREATE TABLE `leads` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`email` text,
	`phone` text,
	`company` text,
	`notes` text,
	`tags` text NOT NULL,
	`status` text NOT NULL,
	`status_by` text NOT NULL,
	`status_reason` text NOT NULL,
	`imported_status` text,
	`deal_cents` integer,
	`last_contact` text,
	`next_action` text NOT NULL,
	`next_action_at` text,
	`next_action_description` text NOT NULL,
	`is_settled` integer NOT NULL,
	`import_batch_id` text,
	`source` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text,
	`phone_key` text,
	`name_key` text,
	CONSTRAINT "leads_status_known" CHECK("leads"."status" in ('new', 'hot', 'warm', 'cold', 'customer', 'lost')),
	CONSTRAINT "leads_status_by" CHECK("leads"."status_by" in ('ai', 'rules', 'person')),
	CONSTRAINT "leads_next_action_known" CHECK("leads"."next_action" in ('FOLLOW_UP', 'CHECK_IN', 'VALUE', 'REFERRAL')),
	CONSTRAINT "leads_is_settled" CHECK("leads"."is_settled" in (0, 1)),
	CONSTRAINT "leads_deal" CHECK("leads"."deal_cents" >= 0),
	CONSTRAINT "leads_contact" CHECK(coalesce("leads"."name", "leads"."email", "leads"."phone") is not null)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `leads_id` ON `leads` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `leads_email` ON `leads` (`email`);--> statement-breakpoint
CREATE INDEX `leads_phone_key` ON `leads` (`phone_key`);--> statement-breakpoint
CREATE INDEX `leads_name_key` ON `leads` (`name_key`);--> statement-breakpoint
CREATE INDEX `leads_next_action` ON `leads` (`is_settled`,`next_action_at`,`id`);--> statement-breakpoint
CREATE INDEX `leads_status` ON `leads` (`status`,`seq`);--> statement-breakpoint
CREATE INDEX `leads_import` ON `leads` (`import_batch_id`);--> statement-breakpoint
CREATE TABLE `import_changes` (
	`import_id` text NOT NULL,
	`lead_id` text NOT NULL,
	`before` text,
	`version` integer NOT NULL,
	PRIMARY KEY(`import_id`, `lead_id`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `import_mappings` (
	`name` text PRIMARY KEY NOT NULL,
	`columns` text NOT NULL,
	`changed_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`total_rows` integer NOT NULL,
	`done_rows` integer NOT NULL,
	`done_parts` integer NOT NULL,
	`done_through` integer NOT NULL,
	`imported_count` integer NOT NULL,
	`updated_count` integer NOT NULL,
	`merged_count` integer NOT NULL,
	`skipped_count` integer NOT NULL,
	`needs_action_count` integer NOT NULL,
	`without_last_contact_count` integer NOT NULL,
	`by_ai_count` integer NOT NULL,
	`by_rules_count` integer NOT NULL,
	`ai_failed` integer NOT NULL,
	`errors` text NOT NULL,
	`columns` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`finished_at` text,
	`undone_at` text,
	`undo` text,
	CONSTRAINT "imports_status" CHECK("imports"."status" in ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "imports_ai_failed" CHECK("imports"."ai_failed" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `imports_created_at` ON `imports` (`created_at`);