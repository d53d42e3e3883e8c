"""Every check of every model, on a table that breaks it: a check that nothing can break says nothing."""

import pytest

from pipeline.warehouse.catalog import Catalog
from tests.sql.conftest import Bench
from tests.support import failing_rows
from tests.support.text_tables import rows

Tables = dict[str, str]


def link(table: str) -> Tables:
    """One live post of site s in a table of links, such as core.post_tags."""
    return {table: "site | post_id\n s | p", "staging.posts": "site | post_id | is_live\n s | p | true"}


LIVE = {
    "core.posts": """
        site | post_id | story_id | work_id | published_on | date_precision | is_live
        s    | p       | p        | p       | 2024-03-01   | day            | true
        """,
}
TWO_LIVE = "post_id | is_live\n p | true\n q | true"
NONE_LIVE = {"core.posts": "site | post_id | is_live\n s | p | false"}

# The table that breaks the check, and the tables that the check compares it with.
FAILING_ROWS: dict[tuple[str, str], tuple[str, Tables]] = {
    ("staging.posts", "live_is_dated"): ("is_live\n true", {}),
    ("staging.posts", "each_post_once"): ("post_id\n p", {"lake.posts": "fate\n problem"}),
    ("staging.texts", "each_post_once"): ("post_id\n p", {"staging.posts": TWO_LIVE}),
    ("staging.copies", "ids_are_in_order"): ("text_id | other_id\n b | a", {}),
    ("staging.copies", "enough_is_shared"): ("shared | share\n 2 | 1", {}),
    ("staging.copies", "kind_is_known"): ("kind\n near", {}),
    ("staging.copies", "pairs_are_pairs"): ("site | text_id | other_id\n s | a | b", {}),
    ("staging.text_pairs", "ids_are_in_order"): ("text_id | other_id\n b | a", {}),
    ("staging.text_pairs", "enough_is_shared"): ("shared | shared_rare | share | share_rare\n 3 | 3 | 0.3 | 0.3", {}),
    ("staging.text_pairs", "texts_are_texts"): (
        "site | text_id\n s | p",
        {"staging.texts": "site | post_id | text_id\n s | p | q"},
    ),
    ("staging.prefixes", "prefix_is_short"): ("prefix | posts\n a | 1", {}),
    ("staging.prefixes", "prefix_is_used"): ("prefix | posts\n live | 0", {}),
    ("staging.titles", "each_post_once"): ("post_id\n p", {"staging.posts": TWO_LIVE}),
    ("staging.titles", "headline_is_not_empty"): ('prefix | headline\n Live | ""', {}),
    ("staging.stories", "each_post_once"): ("post_id\n p", {"staging.posts": TWO_LIVE}),
    ("staging.stories", "a_story_begins_with_itself"): (
        "site | post_id | story_id\n s | a | b\n s | b | c\n s | c | c",
        {},
    ),
    ("core.sites", "as_of_is_today"): (
        "timezone | as_of | today | next_day_at\n Asia/Tokyo | 2024-03-01 16:00Z | 2024-03-01 | 2024-03-02 15:00Z",
        {},
    ),
    ("core.posts", "live_is_ready"): ("is_live | is_hidden | published_on\n true | true | 2024-03-01", {}),
    ("core.posts", "the_rest_keeps_its_text"): ("is_live | front_matter\n false | {}", {}),
    ("core.posts", "story_is_not_later"): (
        "site | post_id | story_id | is_live | published_at\n"
        "s | a | b | true | 2024-03-01 00:00Z\n s | b | b | true | 2024-03-02 00:00Z",
        {},
    ),
    ("core.posts", "a_category_makes_a_section"): (
        "site | post_id\n s | p",
        {"core.post_categories": "site | post_id\n s | p"},
    ),
    ("core.posts", "a_work_has_its_stories"): ("site | post_id | work_id | is_live\n s | a | b | true", {}),
    ("core.posts", "each_post_once"): ("post_id\n p", {"staging.posts": "post_id\n p\n q"}),
    ("core.posts", "each_file_once"): ("post_id\n p", {"core.files": "fate\n post\n draft"}),
    ("core.posts", "not_before_the_web"): ("is_live | published_on\n true | 0215-03-01", {}),
    ("core.stories", "stories_have_posts"): ("posts\n 0", {}),
    ("core.stories", "times_are_in_order"): (
        "first_published_at | last_published_at\n 2024-03-02 00:00Z | 2024-03-01 00:00Z",
        {},
    ),
    ("core.stories", "posts_add_up"): ("posts\n 2", LIVE),
    ("core.stories", "each_story_once"): ("posts\n 1", NONE_LIVE),
    ("core.post_bodies", "each_live_post_once"): ("post_id\n p", NONE_LIVE),
    ("core.post_authors", "shares_add_up"): (
        "post_id | author_id | credit_share\n p | a | 0.333333333\n p | b | 0.666666666",
        {},
    ),
    ("core.post_authors", "credit_is_a_share"): ("author_id | position | credit_share\n a | 1 | 1.5", {}),
    ("core.post_authors", "position_is_in_the_byline"): ("author_id | position | credit_share\n a | 3 | 0.5", {}),
    ("core.post_authors", "aliases_are_replaced"): ("author_id\n a", {"seeds.author_aliases": "alias\n a"}),
    ("core.post_terms", "tags_have_their_own_table"): ("taxonomy\n tags", {}),
    ("core.post_tags", "synonyms_are_replaced"): ("tag_id\n a", {"seeds.tag_synonyms": "alias\n a"}),
    ("core.authors", "has_a_name"): ("author_id\n a", {}),
    ("core.authors", "kind_is_known"): ("kind\n bot", {}),
    ("core.authors", "stories_have_posts"): ("posts | stories\n 1 | 2", {}),
    ("core.authors", "days_have_posts"): ("posts | first_on | last_on\n 0 | 2024-03-01 | 2024-03-01", {}),
    ("core.authors", "credit_is_a_part"): ("first_stories | story_credit\n 1 | 1.5", {}),
    ("core.authors", "a_rhythm_tells"): ("usual_gap_days\n 3", {}),
    ("core.authors", "story_credit_adds_up"): (
        "story_credit\n 0.999999999",
        {"core.post_authors": "site | post_id\n s | p", "staging.stories": "site | story_id\n s | p"},
    ),
    ("core.authors", "aliases_are_replaced"): ("author_id\n a", {"seeds.author_aliases": "alias\n a"}),
    ("core.authors", "posts_add_up"): ("posts\n 2", link("core.post_authors")),
    ("core.tags", "label_is_a_spelling"): ('label | spellings\n A | ["a"]', {}),
    ("core.tags", "stories_have_posts"): ("posts | stories\n 1 | 0", {}),
    ("core.tags", "posts_add_up"): ("posts\n 0", link("core.post_tags")),
    ("core.categories", "label_is_a_spelling"): ('label | spellings\n A | ["a"]', {}),
    ("core.categories", "stories_have_posts"): ("posts | stories\n 1 | 0", {}),
    ("core.categories", "posts_add_up"): ("posts\n 0", link("core.post_categories")),
    ("core.files", "fate_is_known"): ("fate\n other", {}),
    ("core.files", "ignored_for_a_reason"): ("fate\n ignored", {}),
    ("core.files", "each_is_in_the_lake"): (
        "site | path | fate\n s | a | post",
        {"lake.posts": "site | path | fate\n s | a | draft"},
    ),
    ("core.files", "at_most_5_percent_are_problems"): (
        "site | path | fate\n s | a | post\n s | b | problem\n" + "\n".join(f"t | {n} | post" for n in range(40)),
        {},
    ),
    ("core.problems", "severity_is_known"): ("severity\n fatal", {}),
    ("core.url_conflicts", "several_posts"): ('post_ids | paths\n ["1"] | ["a.md"]', {}),
    ("core.problems", "each_bad_file_is_listed"): (
        "site | path | severity\n s | a | warning",
        {"core.files": "site | path | fate\n s | a | problem"},
    ),
    ("core.changes", "change_is_known"): ("change\n reread", {}),
    ("core.changes", "moved_from_somewhere"): ("change\n moved", {}),
    ("core.changes", "two_names_say_one_thing"): ("kind | change\n added | edited", {}),
    ("core.changes", "titles_are_of_posts"): ("title\n A", {}),
    ("core.refreshes", "files_hold_posts_and_problems"): ("files | posts | problems\n 2 | 2 | 1", {}),
    ("core.refreshes", "last_one_counted_these_files"): (
        "refresh_id | site | files | posts | problems\n 1 | s | 2 | 1 | 0",
        {"core.files": "site\n s"},
    ),
    ("core.calendar", "no_gaps"): (
        "site | day | is_complete\n s | 2024-03-01 | true\n s | 2024-03-03 | false\n t | 2024-03-02 | false",
        {},
    ),
    ("core.calendar", "each_live_post_has_its_day"): ("site | day\n s | 2024-03-02", LIVE),
    ("cadence.daily", "stories_are_posts"): ("posts | stories\n 1 | 2", {}),
    ("cadence.daily", "authors_have_posts"): ("posts | authors\n 0 | 1", {}),
    ("cadence.daily", "posts_add_up"): ("posts | stories\n 0 | 0", LIVE),
    ("cadence.daily", "stories_add_up"): ("posts | stories\n 1 | 0", LIVE),
    ("cadence.daily", "works_add_up"): ("stories | works\n 1 | 0", LIVE),
    **{
        (f"cadence.{table}", check): broken
        for table in ("weekly", "monthly")
        for check, broken in {
            "stories_are_posts": ("posts | stories\n 1 | 2", {}),
            "authors_have_posts": ("posts | authors\n 0 | 1", {}),
            "posts_add_up": ("posts | stories\n 2 | 1", {"cadence.daily": "posts | stories\n 1 | 1"}),
            "stories_add_up": ("posts | stories\n 1 | 0", {"cadence.daily": "posts | stories\n 1 | 1"}),
            "works_add_up": ("stories | works\n 1 | 0", {"cadence.daily": "stories | works\n 1 | 1"}),
            "what_is_not_over_is_not_compared": ("is_complete | year_before\n false | 1", {}),
        }.items()
    },
    ("cadence.weekly", "week_is_a_monday"): ("week\n 2024-03-03", {}),
    ("cadence.monthly", "month_is_a_first"): ("month\n 2024-03-02", {}),
    ("cadence.monthly", "what_is_over_is_not_expected"): ("is_complete | expected_high\n true | 1", {}),
    ("cadence.monthly", "expected_is_a_range"): ("stories | expected_low | expected_high\n 3 | 2 | 4", {}),
    ("cadence.hours", "hours_are_all_there"): ("weekday | hour\n 1 | 0", LIVE),
    ("cadence.hours", "the_last_are_some_of_all"): ("stories | stories_12_months\n 1 | 2", {}),
    ("cadence.hours", "stories_add_up"): ("stories\n 1", LIVE),
    ("cadence.gaps", "longer_is_longer"): ("median_hours | p90_hours | longest_hours\n 3 | 2 | 4", {}),
    ("cadence.gaps", "longest_began"): ("longest_hours\n 3", {}),
    ("cadence.gaps", "open_gap_is_not_negative"): ("open_gap_hours\n -1", {}),
    ("cadence.gaps", "newest_is_not_late"): ("open_gap_hours | late_after_hours\n 10.1 | 10", {}),
    ("cadence.authors_monthly", "credit_is_a_part"): ("posts | credit\n 1 | 1.5", {}),
    ("cadence.authors_monthly", "share_is_a_share"): ("share\n 1.1", {}),
    ("cadence.authors_monthly", "story_credit_is_a_part"): ("first_stories | story_credit | credit\n 1 | 1.5 | 2", {}),
    ("cadence.authors_monthly", "stories_are_posts"): ("posts | stories | first_stories\n 2 | 1 | 2", {}),
    ("cadence.authors_monthly", "story_credit_adds_up"): (
        "story_credit\n 0.999999999",
        {"core.posts": 'post_id | story_id | is_live | author_ids\n p | p | true | ["a"]\n q | p | true | ["a"]'},
    ),
    ("cadence.authors_monthly", "credit_adds_up"): (
        "posts | credit\n 2 | 1.000000001",
        {"core.posts": 'is_live | author_ids\n true | ["a"]\n true | []'},
    ),
    ("cadence.sections_monthly", "share_is_a_share"): ("share\n 1.1", {}),
    ("cadence.sections_monthly", "change_is_from_the_month_before"): (
        "is_complete | stories | month_before | change\n true | 3 | 1 | 1",
        {},
    ),
    ("cadence.sections_monthly", "what_is_not_over_is_not_compared"): ("is_complete | year_before\n false | 1", {}),
    ("cadence.sections_monthly", "stories_add_up"): ("stories\n 2", {"cadence.monthly": "stories\n 1"}),
    ("cadence.republishing", "told_twice"): ("posts\n 1", {}),
    ("cadence.republishing", "gaps_are_within_the_span"): (
        "shortest_gap_hours | longest_gap_hours | span_hours\n 1 | 3 | 2",
        {},
    ),
    ("cadence.republishing", "posts_add_up"): ("posts\n 2", LIVE),
    ("topics.topics", "stories_have_posts"): ("posts | stories\n 1 | 0", {}),
    ("topics.topics", "days_are_in_order"): ("first_on | last_on\n 2024-03-02 | 2024-03-01", {}),
    ("topics.topics", "posts_add_up"): ("posts\n 1", {"topics.post_topics": "post_id\n p\n q"}),
    ("topics.weekly", "share_is_a_share"): ("share\n 0", {}),
    ("topics.weekly", "stories_add_up"): ("stories\n 1", {"topics.topics": "stories\n 2"}),
    ("quality.completeness", "filled_are_posts"): ("posts | filled\n 1 | 2", {}),
    ("quality.completeness", "fields_have_all_posts"): ("site | posts | filled\n s | 2 | 1", LIVE),
    ("core.revisions", "kind_is_known"): ("kind\n edited", {}),
    ("core.revisions", "added_from_nothing"): ("kind | words_before\n added | 3", {}),
    ("core.post_images", "each_image_once"): ("position\n 1", {"core.posts": "is_live | images\n true | 2"}),
    ("core.post_links", "internal_have_no_domain"): ("is_internal | domain\n true | example.org", {}),
    ("core.post_links", "broken_lead_nowhere"): ("is_broken | target_post_id\n true | a", {}),
    ("core.post_links", "broken_is_of_internal"): ("is_internal | is_broken\n false | false", {}),
    ("core.post_links", "targets_are_live"): (
        "site | target_post_id\n s | a",
        {"core.posts": "site | post_id | is_live\n s | a | false"},
    ),
    ("core.post_links", "each_link_once"): ("position\n 1", {"core.posts": "is_live | links\n true | 2"}),
    ("core.series", "parts_make_a_series"): ("posts | source\n 1 | title", {}),
    ("core.series", "days_are_in_order"): ("first_on | last_on\n 2024-03-02 | 2024-03-01", {}),
    ("quality.stale_posts", "old_and_linked"): ("age_days | linked_by\n 731 | 0", {}),
    ("quality.tag_health", "kind_is_known"): ("kind\n rare", {}),
    ("quality.tag_health", "of_some_posts"): ("posts\n 0", {}),
    ("quality.date_conflicts", "days_differ"): ("days_apart\n 0", {}),
    ("quality.date_conflicts", "each_conflict_once"): ("days_apart\n 1", {"core.posts": "has_date_conflict\n false"}),
    ("quality.tag_suggestions", "rule_is_known"): ("rule\n guess", {}),
    ("quality.tag_suggestions", "score_is_a_share"): ("score\n 1.1", {}),
    ("quality.tag_suggestions", "a_is_used_more"): ("a | b | a_posts | b_posts\n x | y | 1 | 2", {}),
    ("quality.tag_suggestions", "both_are_tags"): ("site | a | b\n s | x | y", {"core.tags": "site | tag_id\n s | x"}),
    ("quality.author_suggestions", "rule_is_known"): ("rule\n guess", {}),
    ("quality.author_suggestions", "score_is_a_share"): ("score\n 1.1", {}),
    ("quality.author_suggestions", "not_oneself"): ("a | b\n x | x", {}),
    ("quality.author_suggestions", "somebody_writes"): ("a_posts | b_posts\n 0 | 0", {}),
    **failing_rows.FAILING_ROWS,
}


@pytest.mark.parametrize(("model", "check"), FAILING_ROWS, ids=[" ".join(key) for key in FAILING_ROWS])
def test_can_be_broken(bench: Bench, catalog: Catalog, model: str, check: str) -> None:
    table, others = FAILING_ROWS[model, check]
    given = {name: rows(text) for name, text in (others | {model: table}).items()}
    given = {name: [] for name in catalog[model].reads} | given
    assert check in {result.name for result in bench.make(model, given) if not result.passed}


def test_every_check_is_here(catalog: Catalog) -> None:
    assert set(FAILING_ROWS) == {
        (name, check) for name, model in catalog.items() for check in model.checks | model.warnings
    }
