//! How does a reader go from match to match, and from hit to hit?

use maud::{Markup, html};

use super::words;
use crate::messages::{Language, Message};

/// Places to step through.
#[derive(Debug, Clone, Copy)]
pub(super) enum StepperOf {
    /// Hits of a list.
    Hits,
    /// Matches in an article.
    Matches,
}

impl StepperOf {
    /// Returns the name that the script knows, and a message and a key for each direction: back, on.
    fn parts(self) -> (&'static str, [(Message, &'static str); 2]) {
        match self {
            StepperOf::Hits => ("hit", [(words::PREVIOUS_HIT, "k"), (words::NEXT_HIT, "j")]),
            StepperOf::Matches => ("match", [(words::PREVIOUS_MATCH, "p"), (words::NEXT_MATCH, "n")]),
        }
    }
}

/// Returns the buttons that do what the keys do. The script shows them; without it, links lead to the same places.
pub(super) fn stepper(language: Language, of: StepperOf) -> Markup {
    let (name, [(back, back_key), (on, on_key)]) = of.parts();
    let button = |step: &str, sign: &str, message: Message, key: &str| {
        let label = message.to(language);
        html! {
            button type="button" data-step=(step) aria-label=(label) aria-keyshortcuts=(key) title=(format!("{label} ({key})")) {
                span aria-hidden="true" { (sign) }
            }
        }
    };
    html! {
        div.stepper hidden data-of=(name) {
            (button("-1", "↑", back, back_key))
            span.place {}
            (button("1", "↓", on, on_key))
        }
    }
}
