//! Targets on their kept inputs, without cargo-fuzz.

use std::fs;
use std::path::Path;

/// Runs a target on its kept inputs, on halves of them and on one with a part repeated.
fn smoke(name: &str, target: fn(&[u8])) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut inputs = 0;
    let files =
        fs::read_dir(&dir).unwrap_or_else(|err| panic!("{}: {err}: put ten inputs there, one a file", dir.display()));
    for file in files {
        let input = fs::read(file.unwrap().path()).unwrap();
        for cut in [input.len(), input.len() / 2] {
            target(&input[..cut]);
        }
        target(&[&input[input.len() / 3..], &input[..]].concat());
        inputs += 1;
    }
    assert!(inputs >= 10, "{inputs} inputs in {}, ten are needed", dir.display());
}

/// Runs targets on random mutations of their kept inputs, for so many seconds each, where libFuzzer is not at hand:
/// `FUNDSTELLE_MUTATE="archive office" FUNDSTELLE_SECONDS=60 cargo test --lib fuzzing -- --ignored --nocapture`.
#[test]
#[ignore = "takes as long as one likes"]
fn mutations() {
    let names = std::env::var("FUNDSTELLE_MUTATE").unwrap_or_default();
    let seconds = std::env::var("FUNDSTELLE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    for name in names.split_whitespace() {
        let (_, target) = FUNCTIONS.iter().find(|(other, _)| *other == name).unwrap();
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let inputs: Vec<Vec<u8>> =
            fs::read_dir(dir).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end.max(1)
        };
        let (started, mut runs) = (std::time::Instant::now(), 0u64);
        while started.elapsed().as_secs() < seconds {
            let mut input = inputs[random(inputs.len())].clone();
            for _ in 0..=random(4) {
                let (at, other) = (random(input.len() + 1), &inputs[random(inputs.len())]);
                match random(5) {
                    0 => input.truncate(at),
                    1 => input.insert(at, random(256) as u8),
                    2 => drop(input.splice(at..at, other[random(other.len() + 1)..].iter().copied())),
                    3 => drop(input.drain(at..(at + random(20)).min(input.len()))),
                    _ => input.iter_mut().skip(at).take(1).for_each(|byte| *byte = random(256) as u8),
                }
            }
            target(&input);
            runs += 1;
        }
        println!("{name}: {runs} inputs");
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        const TARGETS: &[&str] = &[$(stringify!($name)),*];
        const FUNCTIONS: &[(&str, fn(&[u8]))] = &[$((stringify!($name), super::$name)),*];
        $(
            #[test]
            fn $name() {
                smoke(stringify!($name), super::$name);
            }
        )*
    };
}

targets! { encodings text markdown html json json_lines table nitf newsml feed mail mbox warc archive office rtf transcript iptc7901 newspaper press_export packed query synonyms highlighter lexicon manifest }

#[test]
fn every_target_of_cargo_fuzz_is_run_here() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let mut files = Vec::new();
    for file in fs::read_dir(fuzz.join("fuzz_targets")).unwrap() {
        let name = file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(TARGETS.contains(&name.as_str()), "`{name}` is missing in `targets!`");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "`{name}` is missing in fuzz/Cargo.toml");
        files.push(name);
    }
    for target in TARGETS {
        assert!(files.iter().any(|file| file == target), "{target}.rs is missing in fuzz/fuzz_targets");
    }
}
