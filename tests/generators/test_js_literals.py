"""Settings files in JavaScript, of which only literals are read."""

from typing import Any

import pytest

from pipeline.generators.js_literals import Call, Code, read_module, unwrap

FORMS = {
    "module.exports": "module.exports = {a: 1};",
    "export default": "export default {a: 1}",
    "a helper around it": "import {defineConfig} from 'x';\nexport default defineConfig({a: 1});",
    "a constant that is exported": "const config = {a: 1};\nexport default config;",
    "a constant with its type": "const config: Config = {\n  a: 1,\n};\nexport default config;",
    "no semicolons": "const config = {\n  a: 1\n}\nmodule.exports = config",
    "satisfies": "export default {a: 1} satisfies Config;",
    "as": "export default {a: 1} as const",
    "a function that returns it": "module.exports = function (x) {\n  x.on((y) => { return {a: 2}; });\n  return {a: 1};\n};",
    "an arrow that returns it": "export default (x) => { x.on(); return {a: 1}; }",
    "an arrow in parentheses": "module.exports = () => ({a: 1});",
    "an async function": "export default async function create() {\n  const b = await import('x');\n  return {a: 1};\n}",
    "a function that returns a constant": "const c = {a: 1};\nmodule.exports = (x) => { x.on(); return c; }",
    "comments around it": "// {a: 2}\n/* module.exports = {a: 3} */\nmodule.exports = {a: 1 /* one */};",
    "a regular expression before it": "const q = /[\"'{]/g, d = 4 / 2;\nmodule.exports = {a: 1};",
    "a template before it": "const q = `}${`{`}'`;\nmodule.exports = {a: 1};",
    "types of TypeScript before it": "import type {C} from 'x';\ninterface A { b: string }\nexport default {a: 1} as C;",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_an_export_is_found_in_each_form(text: str) -> None:
    assert read_module(text).default == {"a": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("'it\\'s \\u00e9 \\x41\\n'", "it's é A\n", id="escapes"),
        pytest.param("`plain`", "plain", id="a template without code"),
        pytest.param("-1.5e2", -150.0, id="a number"),
        pytest.param("1_000", 1000, id="underscores in a number"),
        pytest.param("null", None, id="null"),
        pytest.param("[1, 'two', [true], ]", [1, "two", [True]], id="lists"),
        pytest.param(
            "{'a b': 1, c: {d: 2}, ...more}", {"a b": 1, "c": {"d": 2}, "more": Code("...more")}, id="mappings"
        ),
        pytest.param("`a${b}`", Code("`a${b}`"), id="a template with code"),
        pytest.param("`${known}/\\n${ known }`", "said above/\nsaid above", id="a template with constants"),
        pytest.param("`${known.a}`", Code("`${known.a}`"), id="a template with a part of a constant"),
        pytest.param("process.env.X || 'y'", Code("process.env.X || 'y'"), id="an expression"),
        pytest.param("1 + 2", Code("1 + 2"), id="a sum"),
        pytest.param("({a}) => [a, 1]", Code("({a}) => [a, 1]"), id="a function"),
        pytest.param("f('x', 2)", Call("f", ("x", 2), "f('x', 2)"), id="a call"),
        pytest.param("z.string().max(3)", Code("z.string().max(3)"), id="a chain of calls"),
        pytest.param("known", "said above", id="a constant"),
        pytest.param("unknown", Code("unknown"), id="a name of elsewhere"),
    ],
)
def test_a_value_is_a_literal_or_code(text: str, value: Any) -> None:
    module = read_module(f"const known = 'said above';\nmodule.exports = {{x: {text}, y: 1}};")
    assert module.default == {"x": value, "y": 1}


def test_a_mapping_takes_the_keys_of_a_constant() -> None:
    text = (
        "const base = {a: 1, b: 2}; const n = 5;\nexport default {b: 0, ...base, c: 4, a: 5, ...base.c, ...n, ...f()};"
    )
    default = read_module(text).default
    assert (default["a"], default["b"], default["c"]) == (5, 2, 4)
    assert read_module("export default {x: `${n}s`}", {"n": "5"}).default == {"x": "5s"}


def test_keys_that_are_code_do_not_hide_those_beside_them() -> None:
    module = read_module("module.exports = { async a(b) { return {c: ','}; }, [d]: 1, get e() { return 2 }, f: 3, };")
    assert module.default["f"] == 3


def test_named_exports_and_calls_are_found() -> None:
    module = read_module(
        'export const config = {dir: {input: "x"}};\nexport default (c) => { c.add("a", z.object({b: 1}).strict()); }'
    )
    assert module.exports["config"] == {"dir": {"input": "x"}}
    assert [call.name for call in module.calls] == ["c.add", "z.object", "strict"]
    assert [call.arguments for call in module.find_calls("object")] == [({"b": 1},)]
    assert unwrap(Call("f", (Call("g", ([1],), ""),), "")) == [1]


@pytest.mark.parametrize(
    "text",
    ["", "{", "module.exports = {", "module.exports = [" * 500, "((((", "`${", "'", "a(" * 5_000, "const a = " * 9_000],
)
def test_a_text_that_is_not_understood_exports_nothing(text: str) -> None:
    assert read_module(text).default == {}
