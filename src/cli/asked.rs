//! Questions to a person at a terminal.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Result;

use crate::messages::{error, language, texts};

/// Shows an error and asks whether to go on in spite of it. Returns `None` without a word where nobody can answer.
pub(super) fn agrees(err: &anyhow::Error) -> Result<Option<bool>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(None);
    }
    let mut screen = io::stderr();
    write!(screen, "{}\n{} ", error(language(), err), texts::GO_ON.to(language()))?;
    screen.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(Some(matches!(answer.trim().to_lowercase().as_str(), "j" | "ja" | "y" | "yes")))
}
