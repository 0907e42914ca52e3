-- What was said when somebody was admitted without the sharing consent, or to live elsewhere than was recommended.

alter table episode
  add column sharing_declined text not null default '',
  add column residence_words text not null default '';
