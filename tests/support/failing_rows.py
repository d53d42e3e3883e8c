"""Rows that break checks: those of key terms and topics, and of what cadence makes of its counts.

The rest, and the test that reads both, are in tests/sql/test_checks.py. Add rows here when a model of these gains a
check.
"""

Tables = dict[str, str]

FAILING_ROWS: dict[tuple[str, str], tuple[str, Tables]] = {
    ("cadence.daily", "sections_are_at_most_posts"): ("posts | sections\n 1 | 2", {}),
    ("cadence.weekly", "sections_are_at_most_posts"): ("posts | sections\n 1 | 2", {}),
    ("cadence.monthly", "sections_are_at_most_posts"): ("posts | sections\n 1 | 2", {}),
    ("cadence.authors_monthly", "active_since_the_first"): (
        "month | first_month | active_months\n 2024-03-01 | 2024-02-01 | 3",
        {},
    ),
    ("cadence.streaks", "unit_is_known"): ("unit\n month", {}),
    ("cadence.streaks", "length_is_of_its_days"): (
        "unit | started_on | ended_on | length\n day | 2024-02-28 | 2024-03-01 | 2",
        {},
    ),
    ("cadence.streaks", "weeks_are_whole"): ("unit | started_on | ended_on\n week | 2024-03-05 | 2024-03-11", {}),
    ("cadence.streaks", "days_add_up"): ("unit | length\n day | 2", {"cadence.daily": "stories\n 1\n 0"}),
    ("cadence.streaks", "weeks_add_up"): ("unit | length\n day | 1", {"cadence.weekly": "stories\n 1\n 0"}),
    ("cadence.author_cohorts", "everyone_is_there_at_first"): ("months_since | authors | active\n 0 | 2 | 1", {}),
    ("cadence.author_cohorts", "what_is_not_over_is_not_compared"): ("is_complete | retention\n false | 0.5", {}),
    ("cadence.author_cohorts", "active_are_authors"): ("authors | active\n 1 | 2", {}),
    ("cadence.author_cohorts", "every_month_is_there"): (
        "site | cohort_month | months_since\n s | 2024-02-01 | 0\n s | 2024-03-01 | 1",
        {},
    ),
    ("cadence.author_cohorts", "active_add_up"): ("active\n 2", {"cadence.authors_monthly": "author_id\n a"}),
    ("cadence.anomalies", "unit_is_known"): ("unit\n year", {}),
    ("cadence.anomalies", "ends_after_it_begins"): ("period | stories\n 2024-03-01 | 1", {}),
    ("cadence.anomalies", "one_open_silence"): (
        "site | unit | period\n s | day | 2024-03-01\n s | day | 2024-03-02",
        {},
    ),
    ("cadence.anomalies", "score_says_the_kind"): ("kind | score\n silent | 3.5", {}),
    ("cadence.anomalies", "differs_as_it_says"): ("kind | stories | expected\n busy | 1 | 2", {}),
    ("cadence.anomalies", "stories_are_those_of_the_period"): (
        "site | unit | period | stories\n s | week | 2024-03-04 | 1",
        {"cadence.weekly": "site | week | stories\n s | 2024-03-04 | 2"},
    ),
    ("cadence.coauthors", "each_pair_once"): ("author_a | author_b\n b | a", {}),
    ("cadence.coauthors", "days_are_in_order"): ("stories | first_on | last_on\n 1 | 2024-03-02 | 2024-03-01", {}),
    ("cadence.lengths", "quantiles_are_in_order"): ("median_words | p10_words | p90_words\n 5 | 6 | 7", {}),
    ("cadence.lengths", "stories_add_up"): ("stories\n 2", {"core.stories": "story_id\n a"}),
    ("bi.posts", "each_live_post_once"): ("post_id\n p", {"core.posts": "post_id | is_live\n p | false"}),
    ("bi.posts", "stories_are_known"): ("post_id | story_id\n p | q", {"bi.stories": "story_id\n p"}),
    ("bi.stories", "each_story_once"): ("story_id\n a", {"core.stories": "story_id\n a\n b"}),
    ("staging.languages", "lang_is_not_empty"): ('lang\n ""', {}),
    ("staging.languages", "source_is_known"): ("lang_source\n guess", {}),
    ("staging.languages", "terms_lang_is_lower_case"): ("terms_lang\n EN", {}),
    ("staging.works", "each_story_once"): ("story_id\n a", {"staging.stories": "post_id | story_id\n a | a\n b | b"}),
    ("staging.works", "a_work_begins_with_itself"): (
        "site | story_id | work_id\n s | a | b\n s | b | c\n s | c | c",
        {},
    ),
    ("core.works", "works_have_stories"): ('stories | posts | languages\n 1 | 1 | ["en", "fr"]', {}),
    ("core.works", "stories_add_up"): ("stories\n 1", {"core.stories": "story_id\n a\n b"}),
    ("quality.missing_translations", "is_missing"): ('lang | languages\n en | ["en"]', {}),
    ("quality.story_overrides", "kind_is_known"): ("kind\n near", {}),
    ("quality.story_overrides", "only_known_posts_are_compared"): ("is_known | is_kept\n false | true", {}),
    ("quality.story_overrides", "names_live_posts"): ("is_known\n false", {}),
    ("quality.story_overrides", "is_kept"): ("is_kept\n false", {}),
    ("staging.languages", "each_live_post_once"): (
        "post_id\n p\n q",
        {"staging.posts": "post_id | is_live\n p | true\n q | false"},
    ),
    ("staging.terms_openings", "often_enough"): ("posts | dates | share\n 10 | 9 | 0.5", {}),
    ("staging.terms_openings", "counts_are_in_order"): ("posts | stories | dates\n 10 | 11 | 10", {}),
    ("staging.terms_openings", "three_words"): ("phrase\n it is", {}),
    ("staging.terms_openings", "place_is_in_the_opening"): ("place\n 11", {}),
    ("staging.terms_masked", "masks_something"): ("n | title_n\n 0 | 0", {}),
    ("staging.terms_vocabulary", "not_rare"): ("stories | all_stories\n 2 | 200", {}),
    ("staging.terms_vocabulary", "not_everywhere"): ("stories | all_stories\n 21 | 100", {}),
    ("staging.terms_vocabulary", "words_are_counted"): ("term | words\n sea wall | 1", {}),
    ("staging.terms_top", "ten_at_most"): ("rank\n 11", {}),
    ("staging.terms_top", "score_is_not_negative"): ("score\n -0.1", {}),
    ("staging.terms_top", "terms_are_in_the_vocabulary"): (
        "site | lang | term\n s | en | wall",
        {"staging.terms_vocabulary": "site | lang | term\n s | de | wall"},
    ),
    ("topics.post_topics", "tags_categories_and_terms_add_up"): ("topic_id\n tag:a", {"core.tags": "posts\n 2"}),
    ("topics.post_topics", "ten_terms_at_most"): ("topic_id | rank\n term:en:a | 11", {}),
    ("topics.topics", "kind_is_known"): ("kind\n author", {}),
    ("topics.topics", "terms_have_a_language"): ("kind | lang\n tag | en", {}),
    ("topics.story_topics", "stories_add_up"): ("story_id\n a", {"topics.topics": "stories\n 2"}),
    ("topics.story_topics", "week_is_that_of_the_day"): ("published_on | week\n 2024-03-11 | 2024-03-04", {}),
    ("topics.bursts", "more_than_expected"): ("stories | expected | z\n 4 | 2.1 | 2.5", {}),
    ("topics.bursts", "alarms_are_large"): ("stories | z | is_alarm\n 6 | 3.4 | true", {}),
    ("topics.bursts", "examples_are_stories"): ('stories | examples\n 3 | ["a"]', {}),
    ("topics.trending", "more_than_expected"): ("stories | expected | z\n 2 | 0.1 | 2.5", {}),
    ("topics.trending", "days_are_7_or_28"): ("days\n 14", {}),
    ("topics.pairs", "each_pair_once"): ("topic_a | topic_b\n b | a", {}),
    ("topics.pairs", "tied"): ("npmi | lift\n 0.05 | 1.2", {}),
    ("topics.pairs", "often_enough"): ("stories\n 2", {}),
    ("topics.lifecycle", "weeks_are_in_order"): (
        "first_week | peak_week | last_week\n 2024-03-04 | 2024-02-26 | 2024-03-04",
        {},
    ),
    ("topics.lifecycle", "half_life_ends_in_time"): (
        "peak_week | last_week | half_life_weeks\n 2024-02-26 | 2024-03-04 | 2",
        {},
    ),
    ("topics.lifecycle", "stage_is_known"): ("stage\n dead", {}),
    ("topics.lifecycle", "gone_is_not_recent"): ("stage | recent\n gone | 1", {}),
    ("topics.lifecycle", "often_enough"): ("stories | peak_stories\n 2 | 1", {}),
    **{
        (f"topics.{table}", check): (row, {})
        for table in ("by_author", "by_section")
        for check, row in {
            "at_least_the_usual": "lift\n 0.9",
            "often_enough": "stories\n 2",
            "ten_at_most": "rank\n 11",
        }.items()
    },
    ("quality.masked_phrases", "place_is_known"): ("place\n end", {}),
    ("quality.masked_phrases", "share_is_a_share"): ("share\n 1.1", {}),
    ("quality.masked_phrases", "counts_are_in_order"): ("posts | stories | dates\n 2 | 3 | 1", {}),
}
