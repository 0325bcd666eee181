//! Weights of the words of a query.

use super::plans;

#[test]
fn question_words() {
    insta::assert_snapshot!(plans(&["Wer streikt warum bei der Bahn", "Wer war das", "Wer UND Bahn"]), @r"
    Wer streikt warum bei der Bahn
      match (wer | streiken | warum | bahn)
      0 Whole `Wer`: bm25 wer, 0.25 × idf 6.41, in article, marks wer
      1 Typed `=Wer`: constant =wer, 0.03 × idf 6.41, of 0
      2 Whole `streikt`: bm25 streiken, 1.00 × idf 6.41, in article, marks streiken
      3 Typed `=streikt`: constant =streikt, 0.10 × idf 6.41, of 2
      4 Whole `warum`: bm25 warum, 0.25 × idf 6.41, in article, marks warum
      5 Typed `=warum`: constant =warum, 0.03 × idf 6.41, of 4
      6 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      7 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 6
      8 Related `~streik`: bm25 streik, 0.70 × idf 4.80, of 2, in article
      read `Wer` as `wer`, passages 0
      read `streikt` as `streiken`, passages 0
      read `warum` as `warum`, passages 0
      read `Bahn` as `bahn`, passages 1
      left out bei der
    Wer war das
      match wer
      0 Whole `Wer`: bm25 wer, 1.00 × idf 6.41, in article, marks wer
      1 Typed `=Wer`: constant =wer, 0.50 × idf 6.41, of 0
      read `Wer` as `wer`, passages 0
      left out war das
    Wer UND Bahn
      match (wer & bahn)
      0 Whole `Wer`: bm25 wer, 1.00 × idf 6.41, in article, marks wer
      1 Typed `=Wer`: constant =wer, 0.10 × idf 6.41, of 0
      2 Whole `Bahn`: bm25 bahn, 1.00 × idf 5.31, in article, marks bahn
      3 Typed `=Bahn`: constant =bahn, 0.10 × idf 5.31, of 2
      read `Wer` as `wer`, passages 0
      read `Bahn` as `bahn`, passages 1
    ");
}

#[test]
fn pieces_of_one_letter() {
    insta::assert_snapshot!(plans(&["S-Bahn", "+S-Bahn", "%-9"]), @r#"
    S-Bahn
      match (sbahn | bahn)
      must include (sbahn | (s & bahn))
      0 Whole `S-Bahn`: bm25 sbahn, 1.00 × idf 6.41, in article, marks sbahn
      1 Typed `=S-Bahn`: constant =sbahn, 0.50 × idf 6.41, of 0
      2 Part `s`: unscored, 0.00 × idf 0.00, of 0
      3 Part `bahn`: bm25 bahn, 0.70 × idf 5.31, of 0, in article
      4 Together `S-Bahn`: closeness [s bahn]/6, 0.50 × idf 3.72, marks ((sbahn) else ([s bahn]/1 | (bahn >3 s)) else (bahn))
      read `S-Bahn` as `sbahn`, passages 0
    +S-Bahn
      match (sbahn | "0:s 1:bahn" | ⟨([s bahn]/1 | (bahn >3 apart s))⟩ if (s & bahn))
      0 Whole `S-Bahn`: bm25 sbahn, 1.00 × idf 6.41, in article, marks sbahn
      1 Typed `=S-Bahn`: constant =sbahn, 0.50 × idf 6.41, of 0
      2 Whole `S-Bahn`: bm25 "0:s 1:bahn", 1.00 × idf 11.72, marks "0:s 1:bahn"
      3 Part `s`: unscored, 0.00 × idf 0.00, of 0
      4 Part `bahn`: bm25 bahn, 0.70 × idf 5.31, of 0, in article
      5 Together `S-Bahn`: closeness [s bahn]/6, 0.50 × idf 3.72, marks ((sbahn) else ([s bahn]/1 | (bahn >3 s)))
      read `S-Bahn` as `sbahn`, passages 0
      read `S-Bahn` as `s bahn`
    %-9
      match (prozent9 | "0:prozent 1:9" | ⟨([prozent 9]/1 | (9 >3 apart prozent))⟩ if (prozent & 9))
      0 Whole `%-9`: bm25 prozent9, 1.00 × idf 6.41, in article, marks prozent9
      1 Typed `=%-9`: constant =%9, 0.50 × idf 6.41, of 0
      2 Whole `%-9`: bm25 "0:prozent 1:9", 1.00 × idf 12.82, marks "0:prozent 1:9"
      3 Part `%`: unscored, 0.00 × idf 0.00, of 0
      4 Part `9`: unscored, 0.00 × idf 0.00, of 0
      5 Together `%-9`: closeness [prozent 9]/6, 0.50 × idf 8.97, marks ((prozent9) else ([prozent 9]/1 | (9 >3 prozent)))
      read `%-9` as `prozent9`, passages 0
      read `%-9` as `prozent 9`
    "#);
}
