//! Reasons why a word is searched as it is.

use fundstelle::german::Step;
use fundstelle::german::compounds::{Reason, Verdict};

use super::{Message, message};

/// Returns what a step of the analysis does.
pub(in crate::cli) fn step(step: Step) -> Message {
    match step {
        Step::Gendered => message("eine Form für alle Geschlechter", "one form for all genders"),
        Step::Spelling => message("heutige, häufigere Schreibung", "current, more common spelling"),
        Step::Base => message("Grundform", "base form"),
        Step::Stem => message("Stamm", "stem"),
        Step::Infinitive => message("außerdem Stamm des Infinitivs", "also the stem of the infinitive"),
    }
}

/// Returns whether a word is split, and why.
pub(in crate::cli) fn decision(verdict: &Verdict) -> Message {
    match verdict.reason {
        Reason::Split => message("geteilt, weil die Teile häufig genug sind", "split: its parts are common enough"),
        Reason::MoreCommon => {
            message("ganz, weil das Wort häufiger ist als seine Teile", "whole: more common than its parts")
        }
        Reason::Name => message("ganz, weil es ein Name ist", "whole: a name"),
        Reason::Derived => {
            message("ganz, weil von einem Verb oder Adjektiv abgeleitet", "whole: derived from a verb or adjective")
        }
        Reason::Exception if verdict.chosen.is_none() => {
            message("ganz, laut Ausnahmeliste", "whole: by the list of exceptions")
        }
        Reason::Exception => message("geteilt, laut Ausnahmeliste", "split: by the list of exceptions"),
        Reason::NoCut => message("ganz, weil keine Teile bekannt sind", "whole: no parts are known"),
    }
}
