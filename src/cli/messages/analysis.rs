//! Reasons why a word is searched as it is.

use fundstelle::german::Step;
use fundstelle::german::compounds::{Reason, Verdict};

use super::{Text, text};

/// Returns what a step of the analysis does.
pub(in crate::cli) fn step(step: Step) -> Text {
    match step {
        Step::Gendered => text("eine Form für alle Geschlechter", "one form for all genders"),
        Step::Spelling => text("heutige, häufigere Schreibung", "current, more common spelling"),
        Step::Base => text("Grundform", "base form"),
        Step::Stem => text("Stamm", "stem"),
        Step::Infinitive => text("außerdem Stamm des Infinitivs", "also the stem of the infinitive"),
    }
}

/// Returns whether a word is split, and why.
pub(in crate::cli) fn decision(verdict: &Verdict) -> Text {
    match verdict.reason {
        Reason::Split => text("geteilt, weil die Teile häufig genug sind", "split: its parts are common enough"),
        Reason::MoreCommon => {
            text("ganz, weil das Wort häufiger ist als seine Teile", "whole: more common than its parts")
        }
        Reason::Name => text("ganz, weil es ein Name ist", "whole: a name"),
        Reason::Derived => {
            text("ganz, weil von einem Verb oder Adjektiv abgeleitet", "whole: derived from a verb or adjective")
        }
        Reason::Exception if verdict.chosen.is_none() => {
            text("ganz, laut Ausnahmeliste", "whole: by the list of exceptions")
        }
        Reason::Exception => text("geteilt, laut Ausnahmeliste", "split: by the list of exceptions"),
        Reason::NoCut => text("ganz, weil keine Teile bekannt sind", "whole: no parts are known"),
    }
}
