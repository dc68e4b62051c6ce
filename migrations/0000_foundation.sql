CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`answer` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`scope`, `key`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `idempotency_created_at` ON `idempotency` (`created_at`);--> statement-breakpoint
CREATE TABLE `precondition` (
	`holds` integer NOT NULL,
	CONSTRAINT "precondition_holds" CHECK("precondition"."holds" = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `machine_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hint` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text,
	`last_used_at` text,
	`revoked_at` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `machine_keys_hash` ON `machine_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`phone` text,
	`created_at` text NOT NULL,
	`updated_at` text,
	CONSTRAINT "customers_name" CHECK(length("customers"."name") between 1 and 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_email` ON `customers` (`email`);--> statement-breakpoint
CREATE INDEX `customers_phone` ON `customers` (`phone`);--> statement-breakpoint
CREATE TABLE `bookings` (
	`id` text PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`customer_id` text NOT NULL,
	`day` text NOT NULL,
	`services` text NOT NULL,
	`total_ore` integer NOT NULL,
	`status` text DEFAULT 'confirmed' NOT NULL,
	`payment_status` text DEFAULT 'pending' NOT NULL,
	`invoice_sent` integer DEFAULT false NOT NULL,
	`photos_available` integer DEFAULT false NOT NULL,
	`from_address` text NOT NULL,
	`to_address` text NOT NULL,
	`volume_litres` integer NOT NULL,
	`boxes` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bookings_status" CHECK("bookings"."status" in ('confirmed', 'scheduled', 'in_progress', 'completed', 'cancelled')),
	CONSTRAINT "bookings_payment_status" CHECK("bookings"."payment_status" in ('pending', 'paid', 'partial', 'refunded')),
	CONSTRAINT "bookings_amounts" CHECK("bookings"."total_ore" >= 0 and "bookings"."volume_litres" > 0 and "bookings"."boxes" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_reference` ON `bookings` (`reference`);--> statement-breakpoint
CREATE INDEX `bookings_customer_day` ON `bookings` (`customer_id`,`day`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` integer PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`number` text NOT NULL,
	`customer_email` text,
	`issue_type` text,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`priority` text NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`booking_reference` text,
	`assigned_team` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text,
	`resolved_at` text,
	CONSTRAINT "tickets_priority" CHECK("tickets"."priority" in ('low', 'medium', 'high', 'urgent')),
	CONSTRAINT "tickets_status" CHECK("tickets"."status" in ('open', 'in_progress', 'resolved', 'closed')),
	CONSTRAINT "tickets_issue_type" CHECK("tickets"."issue_type" in ('damage_claim', 'booking_change', 'complaint', 'cleaning_issue', 'general')),
	CONSTRAINT "tickets_description" CHECK(length("tickets"."description") <= 4000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_ticket_id` ON `tickets` (`ticket_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_number` ON `tickets` (`number`);--> statement-breakpoint
CREATE INDEX `tickets_created_at` ON `tickets` (`created_at`);--> statement-breakpoint
CREATE INDEX `tickets_customer_email` ON `tickets` (`customer_email`);--> statement-breakpoint
CREATE TABLE `agent_call_customers` (
	`hour` text NOT NULL,
	`customer_email` text NOT NULL,
	`calls` integer NOT NULL,
	`last_at` text NOT NULL,
	PRIMARY KEY(`hour`, `customer_email`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `agent_call_hours` (
	`hour` text NOT NULL,
	`endpoint` text NOT NULL,
	`calls` integer NOT NULL,
	`succeeded` integer NOT NULL,
	`response_ms` integer NOT NULL,
	PRIMARY KEY(`hour`, `endpoint`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `agent_calls` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`endpoint` text NOT NULL,
	`key_id` text NOT NULL,
	`customer_email` text,
	`succeeded` integer NOT NULL,
	`problem` text,
	`response_ms` integer NOT NULL,
	CONSTRAINT "agent_calls_succeeded" CHECK("agent_calls"."succeeded" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `agent_calls_at` ON `agent_calls` (`at`);--> statement-breakpoint
CREATE INDEX `agent_calls_failed_at` ON `agent_calls` (`at`) WHERE succeeded = 0;