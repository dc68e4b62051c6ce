CREATE TABLE `login_places` (
	`user_id` text NOT NULL,
	`place` text NOT NULL,
	`expires_at` text NOT NULL,
	PRIMARY KEY(`user_id`, `place`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `login_places_expires_at` ON `login_places` (`expires_at`);