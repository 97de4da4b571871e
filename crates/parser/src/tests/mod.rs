//! Tests at the boundary of the crate: text in, tree and mistakes out.
