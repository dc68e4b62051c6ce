CREATE TABLE `knowledge` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`category` text NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`view_count` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text,
	CONSTRAINT "knowledge_kind" CHECK("knowledge"."kind" in ('faq', 'text')),
	CONSTRAINT "knowledge_is_active" CHECK("knowledge"."is_active" in (0, 1)),
	CONSTRAINT "knowledge_view_count" CHECK("knowledge"."view_count" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `knowledge_kind_views` ON `knowledge` (`kind`,`view_count`);--> statement-breakpoint
CREATE TABLE `knowledge_texts` (
	`id` integer PRIMARY KEY NOT NULL,
	`entry_id` integer NOT NULL,
	`language` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`keywords` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`entry_id`) REFERENCES `knowledge`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "knowledge_texts_language" CHECK("knowledge_texts"."language" in ('sv', 'de', 'en', 'fi')),
	CONSTRAINT "knowledge_texts_lengths" CHECK(length("knowledge_texts"."title") <= 300 and length("knowledge_texts"."body") <= 20000 and length("knowledge_texts"."keywords") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_texts_language` ON `knowledge_texts` (`entry_id`,`language`);--> statement-breakpoint
CREATE INDEX `knowledge_texts_title` ON `knowledge_texts` (`title`);--> statement-breakpoint
CREATE TABLE `unanswered_questions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`question` text NOT NULL,
	`language` text NOT NULL,
	`asks` integer DEFAULT 1 NOT NULL,
	`first_at` text NOT NULL,
	`last_at` text NOT NULL,
	CONSTRAINT "unanswered_questions_language" CHECK("unanswered_questions"."language" in ('sv', 'de', 'en', 'fi')),
	CONSTRAINT "unanswered_questions_lengths" CHECK(length("unanswered_questions"."question") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `unanswered_questions_key` ON `unanswered_questions` (`key`);--> statement-breakpoint
CREATE INDEX `unanswered_questions_asks` ON `unanswered_questions` (`asks`);--> statement-breakpoint
CREATE INDEX `unanswered_questions_last_at` ON `unanswered_questions` (`last_at`);--> statement-breakpoint
CREATE TABLE `knowledge_vectors` (
	`text_id` integer PRIMARY KEY NOT NULL,
	`model` text NOT NULL,
	`vector` blob NOT NULL,
	FOREIGN KEY (`text_id`) REFERENCES `knowledge_texts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `knowledge_vectors_model` ON `knowledge_vectors` (`model`);--> statement-breakpoint
CREATE TABLE `ai_usage` (
	`day` text NOT NULL,
	`user_id` text NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`day`, `user_id`),
	CONSTRAINT "ai_usage_tokens" CHECK("ai_usage"."tokens" >= 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `conversation_messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`conversation_id` integer NOT NULL,
	`role` text NOT NULL,
	`content` text NOT NULL,
	`turn` text NOT NULL,
	`tokens_used` integer DEFAULT 0 NOT NULL,
	`response_time` integer DEFAULT 0 NOT NULL,
	`engine` text,
	`citations` text DEFAULT '[]' NOT NULL,
	`notice` text,
	`at` text NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "conversation_messages_role" CHECK("conversation_messages"."role" in ('user', 'assistant')),
	CONSTRAINT "conversation_messages_engine" CHECK("conversation_messages"."engine" in ('openai', 'rules')),
	CONSTRAINT "conversation_messages_counts" CHECK("conversation_messages"."tokens_used" >= 0 and "conversation_messages"."response_time" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `conversation_messages_turn` ON `conversation_messages` (`turn`,`role`);--> statement-breakpoint
CREATE INDEX `conversation_messages_conversation` ON `conversation_messages` (`conversation_id`,`id`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`title` text,
	`is_active` integer DEFAULT true NOT NULL,
	`person_wanted_at` text,
	`room_id` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "conversations_is_active" CHECK("conversations"."is_active" in (0, 1)),
	CONSTRAINT "conversations_title" CHECK(length("conversations"."title") <= 200)
) STRICT;
--> statement-breakpoint
CREATE INDEX `conversations_user` ON `conversations` (`user_id`,`is_active`,`updated_at`);--> statement-breakpoint
ALTER TABLE `tickets` ADD `log_type` text DEFAULT 'support' NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `category` text DEFAULT 'general' NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `words` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `tickets_created_by` ON `tickets` (`created_by`,`created_at`);