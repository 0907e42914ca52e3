-- The co-sign queue asks for what waits, not for all that ever needed a second signature.
create index note_signature_to_cosign on note_signature (clinic_id, signed_at) where part = 'author' and needs_cosign;
