CREATE TABLE `chat_messages` (
	`room_id` text NOT NULL,
	`seq` integer NOT NULL,
	`client_id` text NOT NULL,
	`user_id` text NOT NULL,
	`user_name` text NOT NULL,
	`user_type` text NOT NULL,
	`content` text NOT NULL,
	`at` text NOT NULL,
	`day` text NOT NULL,
	`is_ai` integer NOT NULL,
	`response_ms` integer,
	`intent` text,
	`confidence` real,
	`suggestions` text,
	`engine` text,
	PRIMARY KEY(`room_id`, `seq`),
	FOREIGN KEY (`room_id`) REFERENCES `chat_rooms`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "chat_messages_user_type" CHECK("chat_messages"."user_type" in ('admin', 'customer')),
	CONSTRAINT "chat_messages_is_ai" CHECK("chat_messages"."is_ai" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `chat_rooms` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`customer_name` text NOT NULL,
	`status` text NOT NULL,
	`handled_by` text NOT NULL,
	`epoch` integer NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`message_count` integer DEFAULT 0 NOT NULL,
	`ai_count` integer DEFAULT 0 NOT NULL,
	`last_seq` integer DEFAULT 0 NOT NULL,
	`last_user_type` text,
	`last_message_at` text,
	`active_at` text NOT NULL,
	CONSTRAINT "chat_rooms_status" CHECK("chat_rooms"."status" in ('active', 'closed')),
	CONSTRAINT "chat_rooms_handled_by" CHECK("chat_rooms"."handled_by" in ('ai', 'human'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `chat_rooms_status` ON `chat_rooms` (`status`,`active_at`);--> statement-breakpoint
CREATE INDEX `chat_rooms_customer` ON `chat_rooms` (`customer_id`,`active_at`);--> statement-breakpoint
CREATE TABLE `chat_days` (
	`day` text PRIMARY KEY NOT NULL,
	`messages` integer NOT NULL,
	`ai_messages` integer NOT NULL,
	`responses` integer NOT NULL,
	`response_ms` integer NOT NULL,
	`ai_responses` integer NOT NULL,
	`ai_response_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `chat_intent_days` (
	`day` text NOT NULL,
	`intent` text NOT NULL,
	`messages` integer NOT NULL,
	PRIMARY KEY(`day`, `intent`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `chat_room_days` (
	`day` text NOT NULL,
	`room_id` text NOT NULL,
	`messages` integer NOT NULL,
	`ai_messages` integer NOT NULL,
	`first_at` text NOT NULL,
	`last_at` text NOT NULL,
	PRIMARY KEY(`day`, `room_id`)
) STRICT;
