CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`counts` text NOT NULL,
	`todo` text,
	`finished_at` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `erasures_unfinished` ON `erasures` (`id`) WHERE finished_at is null;