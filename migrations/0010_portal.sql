CREATE TABLE `business_customers` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`segment` text,
	`language` text DEFAULT 'fi' NOT NULL,
	`contact_channel` text DEFAULT 'voice_first' NOT NULL,
	`no_call_before` text DEFAULT '07:00' NOT NULL,
	`accepts_substitutions` integer DEFAULT true NOT NULL,
	`location` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "business_customers_language" CHECK("business_customers"."language" in ('fi', 'sv', 'en')),
	CONSTRAINT "business_customers_channel" CHECK("business_customers"."contact_channel" in ('voice_first', 'sms_first', 'email_only')),
	CONSTRAINT "business_customers_accepts" CHECK("business_customers"."accepts_substitutions" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `products` (
	`id` integer PRIMARY KEY NOT NULL,
	`product_code` text NOT NULL,
	`gtin` text,
	`product_name` text NOT NULL,
	`product_name_en` text,
	`product_name_fi` text,
	`category_code` text,
	`category` text,
	`sub_category` text,
	`vendor_name` text,
	`country_of_origin` text,
	`temperature_condition` real,
	`temperature_zone` text DEFAULT 'ambient' NOT NULL,
	`sales_unit` text,
	`base_unit` text,
	`allowed_lot_size` integer DEFAULT 1 NOT NULL,
	`marketing_text` text,
	`ingredients` text,
	`storage_instructions` text,
	`allergens` text,
	`labels` text,
	`energy_kj` real,
	`protein` real,
	`carbohydrates` real,
	`fat` real,
	`sugar` real,
	`salt` real,
	`shelf_life_days` integer,
	`lead_time_days` integer DEFAULT 2 NOT NULL,
	`unit_size` text,
	`unit_type` text,
	`price_cents` integer NOT NULL,
	`vat_basis_points` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`deleted_at` text,
	CONSTRAINT "products_zone" CHECK("products"."temperature_zone" in ('frozen', 'chilled', 'ambient')),
	CONSTRAINT "products_lot_size" CHECK("products"."allowed_lot_size" between 1 and 100000),
	CONSTRAINT "products_price" CHECK("products"."price_cents" between 0 and 100000000),
	CONSTRAINT "products_vat" CHECK("products"."vat_basis_points" between 0 and 10000),
	CONSTRAINT "products_days" CHECK("products"."lead_time_days" >= 0 and coalesce("products"."shelf_life_days", 0) >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `products_code` ON `products` (`product_code`);--> statement-breakpoint
CREATE INDEX `products_by_name` ON `products` (`product_name`);--> statement-breakpoint
CREATE INDEX `products_by_category` ON `products` (`category`,`temperature_zone`);--> statement-breakpoint
CREATE TABLE `inventory` (
	`id` integer PRIMARY KEY NOT NULL,
	`product_code` text NOT NULL,
	`on_hand` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`available` integer GENERATED ALWAYS AS (on_hand - reserved) VIRTUAL,
	`updated_at` text NOT NULL,
	`updated_by` text NOT NULL,
	FOREIGN KEY (`product_code`) REFERENCES `products`(`product_code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "inventory_reserved" CHECK("inventory"."reserved" >= 0),
	CONSTRAINT "inventory_available" CHECK("inventory"."on_hand" >= "inventory"."reserved")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `inventory_product` ON `inventory` (`product_code`);--> statement-breakpoint
CREATE TABLE `stock_movements` (
	`id` integer PRIMARY KEY NOT NULL,
	`product_code` text NOT NULL,
	`kind` text NOT NULL,
	`on_hand_change` integer NOT NULL,
	`reserved_change` integer NOT NULL,
	`order_id` text,
	`line_id` integer,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`product_code`) REFERENCES `products`(`product_code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stock_movements_kind" CHECK("stock_movements"."kind" in ('receipt', 'adjustment', 'reservation', 'release', 'dispatch', 'return')),
	CONSTRAINT "stock_movements_moves" CHECK("stock_movements"."on_hand_change" <> 0 or "stock_movements"."reserved_change" <> 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `stock_movements_product` ON `stock_movements` (`product_code`,`created_at`);--> statement-breakpoint
CREATE INDEX `stock_movements_line` ON `stock_movements` (`line_id`);--> statement-breakpoint
CREATE TABLE `cart_item_substitutes` (
	`id` integer PRIMARY KEY NOT NULL,
	`cart_item_id` integer NOT NULL,
	`product_code` text NOT NULL,
	`priority` integer NOT NULL,
	FOREIGN KEY (`cart_item_id`) REFERENCES `cart_items`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`product_code`) REFERENCES `products`(`product_code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cart_item_substitutes_rank" CHECK("cart_item_substitutes"."priority" in (1, 2))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `cart_item_substitutes_priority` ON `cart_item_substitutes` (`cart_item_id`,`priority`);--> statement-breakpoint
CREATE TABLE `cart_items` (
	`id` integer PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`product_code` text NOT NULL,
	`quantity` integer NOT NULL,
	`risk_score` real,
	`created_at` text NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `carts`(`customer_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_code`) REFERENCES `products`(`product_code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cart_items_quantity" CHECK("cart_items"."quantity" between 1 and 100000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `cart_items_product` ON `cart_items` (`customer_id`,`product_code`);--> statement-breakpoint
CREATE TABLE `carts` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `order_changes` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`line_id` integer NOT NULL,
	`from_product_code` text NOT NULL,
	`to_product_code` text NOT NULL,
	`quantity` integer NOT NULL,
	`difference_cents` integer NOT NULL,
	`reason` text NOT NULL,
	`confirmed_by` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_changes_order` ON `order_changes` (`order_id`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`product_code` text NOT NULL,
	`ordered_qty` integer NOT NULL,
	`reserved_qty` integer DEFAULT 0 NOT NULL,
	`shipped_qty` integer DEFAULT 0 NOT NULL,
	`delivered_qty` integer DEFAULT 0 NOT NULL,
	`price_cents` integer NOT NULL,
	`vat_basis_points` integer NOT NULL,
	`risk_score` real,
	`status` text DEFAULT 'OK' NOT NULL,
	`priority` text DEFAULT 'IMPORTANT' NOT NULL,
	`auto_substitution` integer DEFAULT true NOT NULL,
	`comments` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_code`) REFERENCES `products`(`product_code`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_lines_status" CHECK("order_lines"."status" in ('OK', 'PARTIAL', 'ZERO', 'REPLACED')),
	CONSTRAINT "order_lines_priority" CHECK("order_lines"."priority" in ('CRITICAL', 'IMPORTANT', 'FLEXIBLE')),
	CONSTRAINT "order_lines_ordered" CHECK("order_lines"."ordered_qty" between 1 and 100000),
	CONSTRAINT "order_lines_quantities" CHECK("order_lines"."reserved_qty" >= 0 and "order_lines"."shipped_qty" >= 0
        and "order_lines"."reserved_qty" + "order_lines"."shipped_qty" <= "order_lines"."ordered_qty"
        and "order_lines"."delivered_qty" between 0 and "order_lines"."ordered_qty")
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_lines_order` ON `order_lines` (`order_id`);--> statement-breakpoint
CREATE INDEX `order_lines_product` ON `order_lines` (`product_code`);--> statement-breakpoint
CREATE TABLE `order_substitutes` (
	`id` integer PRIMARY KEY NOT NULL,
	`line_id` integer NOT NULL,
	`product_code` text NOT NULL,
	`priority` integer NOT NULL,
	`is_used` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_code`) REFERENCES `products`(`product_code`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `order_substitutes_priority` ON `order_substitutes` (`line_id`,`priority`);--> statement-breakpoint
CREATE TABLE `order_tracking` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`status` text NOT NULL,
	`notes` text,
	`updated_by` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_tracking_order` ON `order_tracking` (`order_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`delivery_date` text NOT NULL,
	`window_start` text,
	`window_end` text,
	`channel` text DEFAULT 'web' NOT NULL,
	`status` text NOT NULL,
	`risk` real,
	`answer_by` text,
	`placed_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "orders_status" CHECK("orders"."status" in ('placed', 'under_risk', 'waiting_for_customer_action', 'picking', 'delivering', 'delivered', 'cancelled')),
	CONSTRAINT "orders_answer" CHECK(("orders"."answer_by" is not null) = ("orders"."status" = 'waiting_for_customer_action'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `orders_of_customer` ON `orders` (`customer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `orders_by_status` ON `orders` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `orders_by_time` ON `orders` (`created_at`);--> statement-breakpoint
CREATE TABLE `portal_messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_id` text,
	`claim_id` text,
	`sender` text NOT NULL,
	`sender_id` text NOT NULL,
	`content` text NOT NULL,
	`created_at` text NOT NULL,
	CONSTRAINT "portal_messages_sender" CHECK("portal_messages"."sender" in ('customer', 'admin', 'ai')),
	CONSTRAINT "portal_messages_subject" CHECK(("portal_messages"."order_id" is null) <> ("portal_messages"."claim_id" is null)),
	CONSTRAINT "portal_messages_content" CHECK(length("portal_messages"."content") between 1 and 4000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `portal_messages_order` ON `portal_messages` (`order_id`);--> statement-breakpoint
CREATE INDEX `portal_messages_claim` ON `portal_messages` (`claim_id`);--> statement-breakpoint
CREATE TABLE `invoice_items` (
	`id` integer PRIMARY KEY NOT NULL,
	`invoice_id` text NOT NULL,
	`product_code` text,
	`description` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_price_cents` integer NOT NULL,
	`net_cents` integer NOT NULL,
	`vat_basis_points` integer NOT NULL,
	`vat_cents` integer NOT NULL,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoices`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoice_items_net" CHECK("invoice_items"."net_cents" = "invoice_items"."quantity" * "invoice_items"."unit_price_cents")
) STRICT;
--> statement-breakpoint
CREATE INDEX `invoice_items_invoice` ON `invoice_items` (`invoice_id`);--> statement-breakpoint
CREATE TABLE `invoices` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`customer_id` text NOT NULL,
	`order_id` text,
	`claim_id` text,
	`concerns_order_id` text NOT NULL,
	`type` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`net_cents` integer NOT NULL,
	`vat_cents` integer NOT NULL,
	`notes` text,
	`created_at` text NOT NULL,
	`paid_at` text,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`concerns_order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoices_type" CHECK("invoices"."type" in ('order', 'refund', 'modification')),
	CONSTRAINT "invoices_status" CHECK("invoices"."status" in ('pending', 'paid', 'refunded', 'cancelled')),
	CONSTRAINT "invoices_sign" CHECK("invoices"."type" = 'modification' or "invoices"."net_cents" + "invoices"."vat_cents" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_number` ON `invoices` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_refund_of_claim` ON `invoices` (`claim_id`);--> statement-breakpoint
CREATE INDEX `invoices_of_customer` ON `invoices` (`customer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `invoices_of_order` ON `invoices` (`concerns_order_id`);--> statement-breakpoint
CREATE TABLE `claim_attachments` (
	`id` integer PRIMARY KEY NOT NULL,
	`claim_id` text NOT NULL,
	`file_key` text NOT NULL,
	`type` text NOT NULL,
	`media_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claim_attachments_type" CHECK("claim_attachments"."type" in ('IMAGE', 'VIDEO'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `claim_attachments_file` ON `claim_attachments` (`file_key`);--> statement-breakpoint
CREATE INDEX `claim_attachments_claim` ON `claim_attachments` (`claim_id`);--> statement-breakpoint
CREATE TABLE `claim_lines` (
	`id` integer PRIMARY KEY NOT NULL,
	`claim_id` text NOT NULL,
	`line_id` integer,
	`product_code` text,
	`quantity` integer,
	`description` text NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claim_lines_quantity" CHECK(coalesce("claim_lines"."quantity", 1) > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `claim_lines_claim` ON `claim_lines` (`claim_id`);--> statement-breakpoint
CREATE TABLE `claims` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`type` text NOT NULL,
	`status` text NOT NULL,
	`channel` text DEFAULT 'WEB' NOT NULL,
	`description` text NOT NULL,
	`resolution_type` text,
	`credit_cents` integer,
	`re_delivery_date` text,
	`handled_by` text,
	`rejection_reason` text,
	`proposed_cents` integer NOT NULL,
	`opinion` text,
	`opinion_confidence` real,
	`opinion_reason` text,
	`opinion_engine` text,
	`opinion_at` text,
	`reviewed_by` text,
	`reviewed_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claims_type" CHECK("claims"."type" in ('MISSING_ITEM', 'DAMAGED_ITEM', 'WRONG_ITEM', 'QUALITY_ISSUE')),
	CONSTRAINT "claims_status" CHECK("claims"."status" in ('open', 'ai_processing', 'manual_review', 'approved', 'rejected', 'resolved')),
	CONSTRAINT "claims_credit" CHECK(coalesce("claims"."credit_cents", 1) > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `claims_of_customer` ON `claims` (`customer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `claims_by_status` ON `claims` (`status`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `claims_one_open` ON `claims` (`order_id`,`type`) WHERE status in ('open', 'ai_processing', 'manual_review');