CREATE TABLE `verification_codes` (
	`address` text PRIMARY KEY NOT NULL,
	`code_hash` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`expires_at` text NOT NULL,
	CONSTRAINT "verification_codes_tries" CHECK("verification_codes"."tries" between 0 and 3)
) STRICT;
--> statement-breakpoint
CREATE INDEX `verification_codes_expires_at` ON `verification_codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `oauth_codes` (
	`hash` text PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`redirect_uri` text NOT NULL,
	`challenge` text NOT NULL,
	`resource` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `oauth_codes_expires_at` ON `oauth_codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `oauth_refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`family` text NOT NULL,
	`client_id` text NOT NULL,
	`resource` text NOT NULL,
	`user_id` text NOT NULL,
	`granted_at` text NOT NULL,
	`used_at` text,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `oauth_refresh_tokens_family` ON `oauth_refresh_tokens` (`family`);--> statement-breakpoint
CREATE INDEX `oauth_refresh_tokens_expires_at` ON `oauth_refresh_tokens` (`expires_at`);