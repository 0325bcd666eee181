//! Reasons why a word is searched as it is.

use fundstelle::german::AnalysisStep;
use fundstelle::german::compounds::{SplitReason, SplitVerdict};

use super::{Message, message};

/// Returns what a step of the analysis does.
pub(crate) fn step(step: AnalysisStep) -> Message {
    match step {
        AnalysisStep::Gendered => message("eine Form für alle Geschlechter", "one form for all genders"),
        AnalysisStep::Spelling => message("heutige, häufigere Schreibung", "current, more common spelling"),
        AnalysisStep::Lemma => message("Grundform", "lemma"),
        AnalysisStep::Stem => message("Stamm eines unbekannten Wortes", "stem of an unknown word"),
        AnalysisStep::SecondLemma => message("außerdem Grundform", "also a lemma"),
    }
}

/// Returns whether a word is split, and why.
pub(crate) fn decision(verdict: &SplitVerdict) -> Message {
    match verdict.reason {
        SplitReason::Split => {
            message("zerlegt, weil die Teile häufig genug sind", "split: its parts are common enough")
        }
        SplitReason::MoreCommon => {
            message("ganz, weil das Wort häufiger ist als seine Teile", "whole: more common than its parts")
        }
        SplitReason::Name => message("ganz, weil es ein Name ist", "whole: a name"),
        SplitReason::Derived => message(
            "ganz, weil es von einem Verb oder Adjektiv abgeleitet ist",
            "whole: derived from a verb or adjective",
        ),
        SplitReason::Exception if verdict.chosen.is_none() => {
            message("ganz, laut Ausnahmeliste", "whole: by the list of exceptions")
        }
        SplitReason::Exception => message("zerlegt, laut Ausnahmeliste", "split: by the list of exceptions"),
        SplitReason::NoCut => message("ganz, weil keine Teile bekannt sind", "whole: no parts are known"),
    }
}
