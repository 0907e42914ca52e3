-- A change of leader ends the earlier one's range; and a group kept for some asks each client whether it is theirs.

create trigger series_leader_only_shortens before update on series_leader for each row execute function only_shorten_during();
grant update (during) on series_leader to stepwell_app;

-- What the client says of a group that is kept for some: the latest answer for each stands. Never guessed from other fields.
create table client_affinity (
  clinic_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  affinity text not null check (length(affinity) between 1 and 100),
  suits boolean not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (clinic_id, id),
  foreign key (clinic_id, client_id) references client
);
create index client_affinity_of on client_affinity (clinic_id, client_id, recorded_at desc, id desc);
call keep('client_affinity');
