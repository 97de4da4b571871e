//! The filters, tests and functions of templates: those of the engine that keep to what documents hold, and our own.

use std::sync::Arc;

use countersign_house::{Holds, ViewFormat, day_in_utc, in_utc, iso_in_utc};
use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, Error, State, filters, tests};

use super::escape::{quoted, wrapped};
use super::values::{Fact, Field, error, is_missing, is_unknown, text};
use super::{Facts, format_of};

/// What is said of a value that does not know where it stands.
const NO_PLACE: &str = "name the record that holds it, and then the field: `document.owner | at(\"team\")`";

/// The names of all filters, for whoever misspells one.
pub(crate) const FILTERS: [&str; 46] = [
    "abs",
    "at",
    "batch",
    "called",
    "capitalize",
    "chain",
    "count",
    "date",
    "default",
    "findings",
    "first",
    "float",
    "groupby",
    "indent",
    "int",
    "iso",
    "items",
    "join",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "quote",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "slice",
    "sort",
    "split",
    "string",
    "sum",
    "title",
    "trim",
    "unique",
    "upper",
    "utc",
    "why",
    "wrap",
];

/// The names of all tests.
pub(crate) const TESTS: [&str; 17] = [
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "equalto",
    "even",
    "in",
    "iterable",
    "mapping",
    "missing",
    "number",
    "odd",
    "sequence",
    "startingwith",
    "stated",
    "string",
    "unknown",
];

/// The names of all functions.
pub(crate) const FUNCTIONS: [&str; 5] = ["dict", "namespace", "range", "refuse", "rendered"];

/// Teaches an environment what templates may use.
pub(crate) fn teach(environment: &mut Environment<'_>, facts: &Arc<Facts>) {
    let env = environment;
    env.add_filter("abs", filters::abs);
    env.add_filter("batch", filters::batch);
    env.add_filter("capitalize", filters::capitalize);
    env.add_filter("chain", filters::chain);
    env.add_filter("count", filters::length);
    env.add_filter("first", filters::first);
    env.add_filter("float", filters::float);
    env.add_filter("groupby", filters::groupby);
    env.add_filter("indent", filters::indent);
    env.add_filter("int", filters::int);
    env.add_filter("items", filters::items);
    env.add_filter("join", joined);
    env.add_filter("last", filters::last);
    env.add_filter("length", filters::length);
    env.add_filter("lines", filters::lines);
    env.add_filter("list", filters::list);
    env.add_filter("lower", filters::lower);
    env.add_filter("map", filters::map);
    env.add_filter("max", filters::max);
    env.add_filter("min", filters::min);
    env.add_filter("reject", filters::reject);
    env.add_filter("rejectattr", filters::rejectattr);
    env.add_filter("reverse", filters::reverse);
    env.add_filter("round", filters::round);
    env.add_filter("select", filters::select);
    env.add_filter("selectattr", filters::selectattr);
    env.add_filter("slice", filters::slice);
    env.add_filter("sort", filters::sort);
    env.add_filter("split", filters::split);
    env.add_filter("sum", filters::sum);
    env.add_filter("trim", filters::trim);
    env.add_filter("unique", filters::unique);
    env.add_filter("upper", filters::upper);

    env.add_filter("string", |value: &Value| text(value));
    // What is replaced in something that is escaped already is escaped once more: it could have lost its marks.
    env.add_filter("replace", |value: &Value, from: &str, to: &str| text(value).replace(from, to));
    env.add_filter("default", |value: &Value, other: Value| if is_missing(value) { other } else { value.clone() });
    env.add_filter("utc", |value: &Value| timed(value, in_utc));
    env.add_filter("date", |value: &Value| timed(value, day_in_utc));
    env.add_filter("iso", |value: &Value| timed(value, iso_in_utc));
    env.add_filter("why", why);
    env.add_filter("quote", |state: &State<'_, '_>, value: &Value| {
        Value::from_safe_string(quoted(format_of(state.name()), &text(value)))
    });
    env.add_filter("wrap", wrap);
    let of = Arc::clone(facts);
    env.add_filter("called", |value: &Value, path: Option<&str>| Ok::<_, Error>(placed(value, path)?.called()));
    env.add_filter("title", move |value: &Value, path: Option<&str>| titled(value, path));
    env.add_filter("at", move |value: &Value, path: Option<&str>| of.at(value, path));
    let of = Arc::clone(facts);
    env.add_filter("findings", move |value: &Value, path: Option<&str>, options: Kwargs| {
        let everywhere = options.get::<Option<bool>>("everywhere")?.unwrap_or(false);
        options.assert_all_used()?;
        of.findings(value, path, everywhere)
    });

    env.add_test("boolean", tests::is_boolean);
    env.add_test("defined", tests::is_defined);
    env.add_test("divisibleby", tests::is_divisibleby);
    env.add_test("endingwith", tests::is_endingwith);
    env.add_test("equalto", tests::is_eq);
    env.add_test("even", tests::is_even);
    env.add_test("in", tests::is_in);
    env.add_test("iterable", tests::is_iterable);
    env.add_test("mapping", tests::is_mapping);
    env.add_test("number", tests::is_number);
    env.add_test("odd", tests::is_odd);
    env.add_test("sequence", tests::is_sequence);
    env.add_test("startingwith", tests::is_startingwith);
    env.add_test("string", tests::is_string);
    env.add_test("missing", |value: &Value| is_missing(value));
    env.add_test("unknown", |value: &Value| is_unknown(value));
    env.add_test("stated", |value: &Value| !is_missing(value) && !is_unknown(value));

    env.add_function("dict", minijinja::functions::dict);
    env.add_function("namespace", minijinja::functions::namespace);
    env.add_function("range", minijinja::functions::range);
    let of = Arc::clone(facts);
    env.add_function("refuse", move |message: &Value| of.refuse(&text(message)));
    let of = Arc::clone(facts);
    env.add_function("rendered", move |state: &State<'_, '_>, name: &str, given: Kwargs| {
        of.rendered(state, name, &given)
    });
}

/// The items in words, with something between them.
fn joined(value: &Value, between: Option<&str>) -> Result<Value, Error> {
    if is_missing(value) || is_unknown(value) {
        return Ok(value.clone());
    }
    let items: Vec<String> = value.try_iter()?.map(|item| text(&item)).collect();
    Ok(Value::from(items.join(between.unwrap_or(""))))
}

/// Lines of so many characters, in plain text: the first begins with `first` blanks, all others with `indent`.
fn wrap(state: &State<'_, '_>, value: &Value, width: usize, indent: Option<usize>, first: Option<usize>) -> Value {
    match format_of(state.name()) {
        ViewFormat::Text => {
            Value::from_safe_string(wrapped(&text(value), width, first.unwrap_or(0), indent.unwrap_or(0)))
        }
        _ => value.clone(),
    }
}

/// A time, told otherwise; what is none stays what it is.
fn timed(value: &Value, tell: fn(&str) -> Option<String>) -> Value {
    value.as_str().and_then(tell).map_or_else(|| value.clone(), Value::from)
}

/// Why something is not known.
fn why(value: &Value) -> Result<Value, Error> {
    match value.downcast_object_ref::<Field>().map(|field| &field.0.holds) {
        Some(Holds::Unknown(Some(why))) => Ok(Value::from(Arc::clone(why))),
        Some(Holds::Unknown(None)) => Ok(Value::from("no reason is given")),
        _ => Err(error("only what is not known has a reason for it", "ask first: `{% if … is unknown %}`")),
    }
}

/// A value, or the place below it that a path leads to.
pub(crate) fn placed(value: &Value, path: Option<&str>) -> Result<Arc<countersign_house::Shown>, Error> {
    let Some(field) = value.downcast_object_ref::<Field>() else {
        return Err(error("a value by itself does not know where it stands", NO_PLACE));
    };
    let mut shown = Arc::clone(&field.0);
    for name in path.unwrap_or_default().split('.').filter(|name| !name.is_empty()) {
        shown = match shown.field(name) {
            Ok(below) => below,
            Err(none) => {
                let label = none
                    .nearest
                    .map_or_else(|| "the schema does not know it".to_owned(), |near| format!("did you mean `{near}`?"));
                return Err(error(format!("{} has no field `{name}`", none.of), label));
            }
        };
    }
    Ok(shown)
}

/// What the schema says that something is, else its name in words; the title of a step, an option or a risk.
fn titled(value: &Value, path: Option<&str>) -> Result<Value, Error> {
    if let Some(Fact(map)) = value.downcast_object_ref::<Fact>()
        && let Some(title) = map.get("title").and_then(serde_json::Value::as_str)
    {
        return Ok(Value::from(title));
    }
    let shown = placed(value, path)?;
    let first = shown.doc.as_deref().and_then(|doc| doc.lines().map(str::trim).find(|line| !line.is_empty()));
    Ok(Value::from(first.map_or_else(|| shown.called(), |line| line.trim_end_matches('.').to_owned())))
}
