ALTER TABLE `orders` ADD `room_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_room` ON `orders` (`room_id`);--> statement-breakpoint
ALTER TABLE `portal_messages` ADD `in_room` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `portal_messages_waiting` ON `portal_messages` (`id`) WHERE in_room = 0;--> statement-breakpoint
ALTER TABLE `claims` ADD `room_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `claims_room` ON `claims` (`room_id`);