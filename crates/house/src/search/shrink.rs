//! Making documents smaller: whatever is not needed for what a document shows is taken away.

use countersign_document::{Content, NodeId, Tree};

use super::schema::Schema;
use super::written::{Change, Stop, Way};

/// How often the whole document is gone through.
const ROUNDS: usize = 4;

/// Takes away everything without which `fits` still holds, the largest parts first.
pub(crate) fn shrink(schema: &Schema<'_>, tree: Tree, judged: &mut usize, fits: &dyn Fn(&Tree) -> bool) -> Tree {
    let mut tree = tree;
    for _ in 0..ROUNDS {
        let mut smaller = false;
        let mut ways = Vec::new();
        gather(&tree, tree.root(), &Way::default(), &mut ways);
        for way in ways {
            let is_kind = matches!(way.0.as_slice(), [Stop::Field(name)] if &**name == "kind");
            if is_kind || !schema.optional(&way) || tree.find(&way.steps()).is_none() {
                continue;
            }
            let mut copy = tree.clone();
            let span = copy.span(copy.root());
            if (Change { way, value: None }).apply(&mut copy, span).is_err() {
                continue;
            }
            *judged += 1;
            if fits(&copy) {
                tree = copy;
                smaller = true;
            }
        }
        smaller |= plainer(schema, &mut tree, judged, fits);
        if !smaller {
            break;
        }
    }
    tree
}

/// Puts the least value of its type wherever that does as well.
fn plainer(schema: &Schema<'_>, tree: &mut Tree, judged: &mut usize, fits: &dyn Fn(&Tree) -> bool) -> bool {
    let mut ways = Vec::new();
    gather(tree, tree.root(), &Way::default(), &mut ways);
    let mut changed = false;
    for way in ways {
        let Some(node) = tree.find(&way.steps()) else { continue };
        let now = match &tree.node(node).content {
            Content::Scalar(scalar) => scalar.text.to_string(),
            Content::Unknown(_) => "!unknown".to_owned(),
            _ => continue,
        };
        let Some(spot) = schema.at(&way).filter(|spot| !spot.key) else { continue };
        let name = super::schema::name_of(&way);
        let Some(least) = schema.least(spot.ty, &name, 0, Some(tree), 2) else { continue };
        let same = matches!(&least, super::Written::Text(text) | super::Written::Word(text) if *text == now);
        if same || spot.ty.is_textual() && now.len() <= name.len() {
            continue;
        }
        let mut copy = tree.clone();
        let span = copy.span(copy.root());
        if (Change { way, value: Some(least) }).apply(&mut copy, span).is_err() {
            continue;
        }
        *judged += 1;
        if fits(&copy) {
            *tree = copy;
            changed = true;
        }
    }
    changed
}

fn gather(tree: &Tree, node: NodeId, way: &Way, ways: &mut Vec<Way>) {
    let mut open = vec![(node, way.clone())];
    while let Some((node, way)) = open.pop() {
        let is_list = matches!(tree.node(node).content, Content::List(_));
        let below: Vec<(NodeId, Way)> = tree
            .children(node)
            .iter()
            .enumerate()
            .map(|(at, child)| {
                let stop =
                    if is_list { Stop::Item(at) } else { Stop::Field(tree.key(*child).unwrap_or_default().into()) };
                (*child, way.then(stop))
            })
            .collect();
        ways.extend(below.iter().map(|(_, way)| way.clone()));
        open.extend(below.into_iter().rev());
    }
    ways.sort_by(order);
}

fn order(a: &Way, b: &Way) -> std::cmp::Ordering {
    // What holds much comes first; of one list the last item, so that the ways of those above it stay as they are.
    a.0.len().cmp(&b.0.len()).then_with(|| b.cmp(a))
}
