//! Words of the family of a word typed.

use super::plans;

#[test]
fn relatives_score_where_words_are_optional() {
    insta::assert_snapshot!(plans(&[
        "Spion",
        "Spion Bahn",
        "Spion^2 Bahn",
        "Spion Spionage",
        "=Spion Bahn",
        "+Spion Bahn",
        "Bahn -Spion",
    ]), @r#"
    Spion
      match spion
      0 Whole `Spion`: bm25 spion, 1.00 × idf 5.31, in article, marks spion
      1 Typed `=Spion`: constant =spion, 0.50 × idf 5.31, of 0
      read `Spion` as `spion`, passages 1
    Spion Bahn
      match (spion | bahn)
      0 Whole `Spion`: bm25 spion, 1.00 × idf 5.31, in article, marks spion
      1 Typed `=Spion`: constant =spion, 0.10 × idf 5.31, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Related `~spionage`: bm25 spionage, 0.70 × idf 5.31, of 0, in article
      5 Neighbours `"spion bahn"`: bm25 "0:spion 1:bahn", 0.80 × idf 10.62
      read `Spion` as `spion`, passages 1
      read `Bahn` as `bahn`, passages 1
    Spion^2 Bahn
      match (spion | bahn)
      0 Whole `Spion`: bm25 spion, 2.00 × idf 5.31, in article, marks spion
      1 Typed `=Spion`: constant =spion, 0.20 × idf 5.31, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Related `~spionage`: bm25 spionage, 1.40 × idf 5.31, of 0, in article
      5 Neighbours `"spion bahn"`: bm25 "0:spion 1:bahn", 0.80 × idf 10.62
      read `Spion` as `spion`, passages 1
      read `Bahn` as `bahn`, passages 1
    Spion Spionage
      match (spion | spionage)
      0 Whole `Spion`: bm25 spion, 1.00 × idf 5.31, in article, marks spion
      1 Typed `=Spion`: constant =spion, 0.10 × idf 5.31, of 0
      2 Whole `Spionage`: bm25 spionage, 1.00 × idf 5.31, in article, marks spionage
      3 Typed `=Spionage`: constant =spionage, 0.10 × idf 5.31, of 2
      4 Neighbours `"spion spionage"`: bm25 "0:spion 1:spionage", 0.80 × idf 10.62
      read `Spion` as `spion`, passages 1
      read `Spionage` as `spionage`, passages 1
    =Spion Bahn
      match (=spion | bahn)
      0 Whole `=Spion`: bm25 =spion, 1.00 × idf 5.31, marks =spion
      1 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      2 Typed `=Bahn`: constant =bahn, 0.50 × idf 5.31, of 1
      read `=Spion` as `=spion`, passages 1
      read `Bahn` as `bahn`, passages 1
    +Spion Bahn
      match spion
      0 Whole `Spion`: bm25 spion, 1.00 × idf 5.31, in article, marks spion
      1 Typed `=Spion`: constant =spion, 0.10 × idf 5.31, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      4 Neighbours `"spion bahn"`: bm25 "0:spion 1:bahn", 0.80 × idf 10.62
      read `Spion` as `spion`, passages 1
      read `Bahn` as `bahn`, passages 1
    Bahn -Spion
      match (bahn - spion)
      0 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      1 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 0
      read `Bahn` as `bahn`, passages 1
      read `-Spion` as `spion`, passages 1
    "#);
}
