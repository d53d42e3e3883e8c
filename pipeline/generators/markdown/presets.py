"""The table of presets: how each generator reads a folder of Markdown. To add one, add an entry to PRESETS.

Fields are explained in preset.py. A preset needs `load` and `place`; what else differs is a function beside them.
"""

from pipeline.generators.markdown import astro, docusaurus, docusaurus_schema, eleventy, plain
from pipeline.generators.markdown.preset import Preset

_GIVE_A_DATE = "write `date: 2020-06-01` into its front matter"

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            name="docusaurus",
            title="Docusaurus",
            marks=("docusaurus.config.*",),
            package="@docusaurus/core",
            load=docusaurus.load_setup,
            place=docusaurus.find_place,
            options=("sections",),
            include=("**/*.{md,mdx}",),
            exclude=("**/_*.{js,jsx,ts,tsx,md,mdx}", "**/_*/**", "**/*.test.{js,jsx,ts,tsx}", "**/__tests__/**"),
            front_matter="mapping",
            title_from=("key", "heading", "name"),
            empty_dates=(0,),
            no_date=f"Docusaurus would take the first commit of the file: {_GIVE_A_DATE}, or begin its name with it",
            updated_keys=("last_update.date",),
            tags="list",
            category_keys=(),
            author_keys=("authors", "author"),
            more=r"<!--\s*truncate\s*-->|\{/\*\s*truncate\s*\*/\}",
            links_bare_urls=True,
            check=docusaurus_schema.check_post,
            tag_labels=True,
            authors=docusaurus_schema.load_authors,
        ),
        Preset(
            name="astro",
            title="Astro",
            marks=("astro.config.*",),
            package="astro",
            load=astro.load_setup,
            place=astro.find_place,
            options=("sections", "date_key", "drafts", "build_timezone"),
            include=("**/*.{md,mdx}",),
            delimiters="dash or plus",
            front_matter="mapping",
            date_keys=astro.DATE_KEYS,
            date_texts="build zone",
            empty_dates=(),
            number_dates=True,
            no_date="write `pubDate: 2020-06-01` into it, or name the key of its date: `date_key` in posts.toml",
            updated_keys=("updatedDate", "modDatetime"),
            links_bare_urls=True,
            check=astro.check_entry,
            lost=astro.why_no_entry,
        ),
        Preset(
            name="eleventy",
            title="Eleventy",
            marks=(".eleventy.js", "eleventy.config.*"),
            package="@11ty/eleventy",
            load=eleventy.load_setup,
            place=eleventy.find_place,
            options=("sections", "drafts", "tag"),
            include=("**/*.[mM][dD]", "**/*.{njk,html,liquid}"),
            reads_dot_files=True,
            posts="tagged",
            date_texts="ISO 8601",
            no_date=f"Eleventy would take the file's time, which a clone does not keep: {_GIVE_A_DATE}",
            tags="commas",
            values=eleventy.cascade,
            check=eleventy.check_data,
            time_key=eleventy.is_time_word,
        ),
        Preset(
            name="plain",
            title="plain Markdown",
            marks=(),
            package=None,
            load=plain.load_setup,
            place=plain.find_place,
            options=("sections", "date_key", "drafts"),
            include=("**/*.{md,markdown}",),
            posts="dated",
            delimiters="dash or plus",
            title_from=("key", "heading", "name"),
            date_keys=("date", "pubDate", "published"),
            date_texts="build zone",
            day="own offset",
            empty_dates=(None, False, True, 0, ""),
            no_date=f"no generator is known that would give one: {_GIVE_A_DATE}",
            updated_keys=("updated", "lastmod", "modified"),
            draft_keys=("draft", "!published"),
            more=r"<!-- ?more ?-->",
        ),
    )
}
