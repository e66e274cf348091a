-- A webhook may be told once a day or a week, as somebody may be by e-mail.
ALTER TABLE webhooks ADD COLUMN pace text NOT NULL DEFAULT 'AtOnce';
