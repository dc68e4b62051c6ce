CREATE TABLE `system_configs` (
	`version` integer PRIMARY KEY NOT NULL,
	`auto_reply_enabled` integer NOT NULL,
	`max_response_length` integer NOT NULL,
	`ai_confidence_threshold` real NOT NULL,
	`response_style_default` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` text NOT NULL,
	CONSTRAINT "system_configs_auto_reply" CHECK("system_configs"."auto_reply_enabled" in (0, 1)),
	CONSTRAINT "system_configs_length" CHECK("system_configs"."max_response_length" between 1 and 5000),
	CONSTRAINT "system_configs_threshold" CHECK("system_configs"."ai_confidence_threshold" between 0 and 1),
	CONSTRAINT "system_configs_style" CHECK("system_configs"."response_style_default" in ('formal', 'friendly', 'simple', 'concise'))
) STRICT;
