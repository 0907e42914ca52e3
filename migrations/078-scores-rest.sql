-- The scores are boards like the others: where a hundred thousand rows are laid at once they rest with them, and are made at the end.
alter trigger scores_follow on measure rename to boards_follow_scores;
alter trigger scores_follow on measure_correction rename to boards_follow_scores;
alter trigger scores_follow on episode rename to boards_follow_scores;
alter trigger scores_follow_ended on episode rename to boards_follow_scores_ended;
