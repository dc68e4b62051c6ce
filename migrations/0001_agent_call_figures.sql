CREATE TRIGGER agent_calls_count_hour AFTER INSERT ON agent_calls BEGIN
	INSERT INTO agent_call_hours (hour, endpoint, calls, succeeded, response_ms)
	VALUES (substr(NEW.at, 1, 13), NEW.endpoint, 1, NEW.succeeded, NEW.response_ms)
	ON CONFLICT (hour, endpoint) DO UPDATE SET
		calls = calls + 1,
		succeeded = succeeded + excluded.succeeded,
		response_ms = response_ms + excluded.response_ms;
END;
--> statement-breakpoint
CREATE TRIGGER agent_calls_count_customer AFTER INSERT ON agent_calls
WHEN NEW.customer_email IS NOT NULL BEGIN
	INSERT INTO agent_call_customers (hour, customer_email, calls, last_at)
	VALUES (substr(NEW.at, 1, 13), NEW.customer_email, 1, NEW.at)
	ON CONFLICT (hour, customer_email) DO UPDATE SET
		calls = calls + 1,
		last_at = max(last_at, excluded.last_at);
END;
