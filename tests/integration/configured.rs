//! Defaults of the user: a flag beats the environment, which beats the project, which beats the user.

use std::fs;

use crate::support::{Ran, Sandbox, article, program};

/// An archive with an index in a folder of its own, a project folder beside it, and a folder of configurations.
fn sandbox() -> Sandbox {
    let texts: Vec<(String, String)> = (0..6)
        .map(|n| (format!("{n}.txt"), article(&format!("Bahn {n}"), &format!("Die Bahn Nummer{n} hält."))))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let sandbox = Sandbox::with(&files);
    assert_eq!(sandbox.run(&["index", "in", "--index", "archiv/idx"]).code, 0);
    fs::create_dir_all(sandbox.path().join("projekt/tief")).unwrap();
    fs::create_dir_all(sandbox.path().join("conf/fundstelle")).unwrap();
    sandbox
}

fn run(sandbox: &Sandbox, variables: &[(&str, &str)], args: &[&str]) -> Ran {
    let mut command = program();
    command.env("XDG_CONFIG_HOME", sandbox.path().join("conf")).current_dir(sandbox.path().join("projekt/tief"));
    command.envs(variables.iter().copied()).args(args).output().unwrap().into()
}

#[test]
fn the_nearest_default_wins() {
    let sandbox = sandbox();
    let (user, project) = ("conf/fundstelle/config.toml", "projekt/.fundstelle.toml");
    let write = |name: &str, text: &str| fs::write(sandbox.path().join(name), text).unwrap();
    let hits = |variables: &[(&str, &str)], args: &[&str]| {
        let ran = run(&sandbox, variables, &[&["search", "--json", "Bahn"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.ids().len()
    };
    // Paths are relative to the file that names them, wherever the program is started.
    write(user, "index = \"../../archiv/idx\"\nlimit = 2\n");
    assert_eq!(hits(&[], &[]), 2);
    write(project, "limit = 3\n");
    assert_eq!(hits(&[], &[]), 3, "the index is still the user's");
    assert_eq!(hits(&[("FUNDSTELLE_LIMIT", "4")], &[]), 4);
    assert_eq!(hits(&[("FUNDSTELLE_LIMIT", "")], &[]), 3);
    assert_eq!(hits(&[("FUNDSTELLE_LIMIT", "4")], &["-n", "5"]), 5);
    assert!(run(&sandbox, &[], &["search", "--help"]).out.contains("[default: 3]"));
    write(project, "index = \"nirgends\"\n");
    assert!(run(&sandbox, &[], &["search", "Bahn"]).err.contains("projekt/nirgends"));
    let index = sandbox.path().join("archiv/idx");
    assert_eq!(hits(&[("FUNDSTELLE_INDEX", index.to_str().unwrap())], &[]), 2);
    assert_eq!(hits(&[], &["--index", index.to_str().unwrap()]), 2);
    // The language of the locale is what the system was set up with; it yields to a choice.
    let nothing = |variables: &[(&str, &str)]| run(&sandbox, variables, &["search", "Zeppelin"]).err;
    write(project, "language = \"de\"\n");
    assert!(nothing(&[]).starts_with("Nichts gefunden."));
    assert!(nothing(&[("LANG", "en_GB.UTF-8")]).starts_with("Nichts gefunden."));
    assert!(nothing(&[("FUNDSTELLE_LANGUAGE", "en"), ("LANG", "de_DE.UTF-8")]).starts_with("Nothing found."));
    // Colours: the flag, then the environment, then the file.
    let is_colored = |variables: &[(&str, &str)], args: &[&str]| {
        run(&sandbox, variables, &[&["search", "Bahn"], args].concat()).out.contains('\u{1b}')
    };
    write(project, "color = \"always\"\n");
    assert!(is_colored(&[], &[]) && !is_colored(&[("NO_COLOR", "1")], &[]));
    assert!(!is_colored(&[], &["--color", "never"]) && !is_colored(&[("FUNDSTELLE_COLOR", "never")], &[]));
    assert!(is_colored(&[("NO_COLOR", "1")], &["--color", "always"]));
    // The index that is made is the one that is searched.
    write(project, "index = \"eigener\"\n");
    assert_eq!(run(&sandbox, &[], &["index", "../../in"]).code, 0);
    assert!(sandbox.path().join("projekt/eigener").is_dir() && !sandbox.path().join("projekt/tief/index").exists());
    assert_eq!(hits(&[], &[]), 2);
}

#[test]
fn a_bad_default_is_told_with_its_place() {
    let sandbox = sandbox();
    let write = |text: &str| fs::write(sandbox.path().join("projekt/.fundstelle.toml"), text).unwrap();
    for (text, told) in [
        (
            "limit = 3\nlimits = 3\n",
            "/projekt/.fundstelle.toml:2: limits: there is no such key; the keys are index, language",
        ),
        ("\nlimit = \"3\"\n", "/projekt/.fundstelle.toml:2: limit: expected a number from 1 to 10000"),
        ("index = 3\n", "/projekt/.fundstelle.toml:1: index: expected a path in quotation marks"),
        ("color = \"bunt\"\n", ":1: color: expected \"auto\", \"always\" or \"never\""),
        ("\n\nlimit = = 3\n", "/projekt/.fundstelle.toml:3: not TOML ("),
        ("\u{1b}[31m = 3\n", ":1: not TOML ("),
        ("\"\\u001b[31m\" = 3\n", ":1: "),
    ] {
        write(text);
        let ran = run(&sandbox, &[], &["search", "Bahn"]);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(told), "{text}: {}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    }
    write("language = \"fr\"\n");
    let ran = run(&sandbox, &[("LANG", "de_DE.UTF-8")], &["search", "Bahn"]);
    assert!(ran.err.contains("language: \"de\" oder \"en\" wird erwartet"), "{}", ran.err);
    write("");
    let ran = run(&sandbox, &[("FUNDSTELLE_LIMIT", "viele")], &["search", "Bahn"]);
    assert!(ran.code == 2 && ran.err.contains("FUNDSTELLE_LIMIT: expected a number"), "{}", ran.err);
}
