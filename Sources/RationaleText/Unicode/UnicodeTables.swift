// Written by scripts/reference/unicode_tables.py: the answers of the package tokenizers 0.23.3.
// Numbers are in base 36; the first of a pair is the distance from the last one.

/// What the package `tokenizers` knows of each Unicode scalar, as text that ``Scalars`` reads.
enum UnicodeTables {
    /// Runs of scalars and their flags: letter, number, patternSpace, space, word, numeric, punctuation, dropped,
    /// blank, nonspacing, mark, ideograph.
    static let flags: StaticString = """
        0 3k 9 7g 2 3w 2 7g 1 3k i 7g 1 1s f 1e a 1s 7 h q 1s 4 28 1 1s 1 h q 1s 4 3k 6 3w 1 3k q 7g 1 1s 1 0 5 1s 1 0 \
        2 h 1 1s 1 0 1 3k 1 0 4 y 2 0 1 h 1 1s 2 0 1 y 1 h 1 1s 1 y 3 1s 1 h n 0 1 h v 0 1 h cq 0 4 h c 0 e h 5 0 7 h \
        1 0 1 h 1 0 h 174 34 h 5 0 1 h 2 0 2 h 4 1s 1 h 1 0 6 h 1 1s 1 h 3 0 1 h 1 0 1 h k 0 1 h 2b 0 1 h 3v 0 1 174 5 \
        sw 2 h 4m 0 1 h 12 0 2 h 1 1s 6 h 15 1s 2 0 6 174 19 1s 1 174 1 1s 1 174 2 1s 1 174 2 1s 1 174 1 0 8 h r 0 4 h \
        4 1s 2 0 b 3k 6 0 3 1s 2 0 1 1s 2 0 2 174 b 1s 1 3k 1 0 1 1s 2 h 17 174 l 1e a 1s 4 h 2 174 1 h 2r 1s 1 h 1 \
        174 7 3k 1 0 1 174 6 h 2 174 2 0 1 174 4 h 2 1e a h 3 0 2 h 1 1s e 0 1 3k 1 h 1 174 1 h u 174 r 0 2 h 2h 174 b \
        h 1 0 e 1e a h x 174 9 h 2 0 1 1s 3 h 1 0 2 g 1 0 2 h m 174 4 h 1 174 9 h 1 174 3 h 1 174 5 0 2 1s f 0 1 h p \
        174 3 0 2 1s 1 0 1 h b 0 5 h o 0 1 h 6 0 8 g 9 h 16 g a sw e 0 1 174 w sw 1 h 1i 174 1 sw 1 174 1 h 1 sw 3 174 \
        8 sw 4 174 1 sw 2 h 1 174 7 h a 174 2 1s 2 1e a 1s 1 h g 174 1 sw 2 0 1 h 8 0 2 h 2 0 2 h m 0 1 h 7 0 1 h 1 0 \
        3 h 4 0 2 174 1 h 1 sw 3 174 4 0 2 sw 2 0 2 sw 2 174 1 h 1 0 8 sw 1 0 4 h 2 0 1 h 3 174 2 0 2 1e a h 2 0 2 y 6 \
        0 2 h 1 0 1 g 1 0 2 174 2 sw 1 0 1 h 6 0 4 h 2 0 2 h m 0 1 h 7 0 1 h 2 0 1 h 2 0 1 h 2 0 2 174 1 0 1 sw 3 174 \
        2 0 4 174 2 0 2 174 3 0 3 174 1 0 7 h 4 0 1 h 1 0 7 1e a 174 2 h 3 174 1 0 b 174 2 sw 1 0 1 h 9 0 1 h 3 0 1 h \
        m 0 1 h 7 0 1 h 2 0 1 h 5 0 2 174 1 h 1 sw 3 174 5 0 1 174 2 sw 1 0 1 sw 2 174 1 0 2 h 1 0 f h 2 174 2 0 2 1e \
        a 1s 1 0 8 h 1 g 6 0 1 174 1 sw 2 0 1 h 8 0 2 h 2 0 2 h m 0 1 h 7 0 1 h 2 0 1 h 5 0 2 174 1 h 1 sw 1 174 1 sw \
        1 174 4 0 2 sw 2 0 2 sw 2 174 1 0 7 g 1 174 1 sw 1 0 4 h 2 0 1 h 3 174 2 0 2 1e a 0 1 h 1 y 6 0 a 174 1 h 1 0 \
        1 h 6 0 3 h 3 0 1 h 4 0 3 h 2 0 1 h 1 0 1 h 2 0 3 h 2 0 3 h 3 0 3 h c 0 4 sw 2 174 1 sw 2 0 3 sw 3 0 1 sw 3 \
        174 1 0 2 h 1 0 6 sw 1 0 e 1e a y 3 0 d 174 1 sw 3 g 1 h 8 0 1 h 3 0 1 h n 0 1 h g 0 2 g 1 h 1 174 3 sw 4 0 1 \
        174 3 0 1 174 4 0 7 174 2 0 1 h 3 0 2 h 1 0 2 h 2 174 2 0 2 1e a 0 8 y 7 0 1 h 1 174 1 sw 2 0 1 h 8 0 1 h 3 0 \
        1 h n 0 1 h a 0 1 h 5 0 2 174 1 h 1 sw 1 174 1 sw 5 0 1 174 1 sw 2 0 1 sw 2 174 2 0 7 sw 2 0 6 h 2 0 1 h 2 174 \
        2 0 2 1e a 0 1 h 2 g 1 0 c g 1 174 1 sw 2 h 9 0 1 h 3 0 1 h 15 g 2 h 1 sw 3 174 4 0 1 sw 3 0 1 sw 3 174 1 h 1 \
        0 5 h 3 sw 1 y 7 h 3 174 2 0 2 1e a y 9 0 1 h 6 0 1 g 1 sw 2 0 1 h i 0 3 h o 0 1 h 9 0 1 h 1 0 2 h 7 0 3 174 1 \
        0 4 sw 3 174 3 0 1 174 1 0 1 sw 8 0 6 1e a 0 2 sw 2 1s 1 0 c h 1c 174 1 h 2 174 7 0 5 h 7 174 8 1s 1 1e a 1s 2 \
        0 11 h 2 0 1 h 1 0 1 h 5 0 1 h o 0 1 h 1 0 1 h a 174 1 h 2 174 6 g 1 174 2 h 1 0 2 h 5 0 1 h 1 0 1 174 6 g 1 0 \
        1 1e a 0 2 h 4 0 w h 1 0 3 1s f 0 1 1s 1 0 3 174 2 0 6 1e a y a 0 1 174 1 0 1 174 1 0 1 174 1 1s 4 sw 2 h 8 0 \
        1 h 10 0 4 174 e sw 1 174 5 1s 1 174 2 h 5 174 b 0 1 174 10 0 9 174 1 0 9 1s 5 0 4 1s 2 0 11 h 17 sw 2 174 4 \
        sw 1 174 6 sw 1 174 2 sw 2 174 2 h 1 1e a 1s 6 h 6 sw 2 174 2 h 4 174 3 h 1 sw 3 h 2 sw 7 h 3 174 4 h d 174 1 \
        sw 2 174 2 sw 6 174 1 h 1 sw 1 1e a sw 3 174 1 0 2 h 12 0 1 h 1 0 5 h 1 0 2 h 17 1s 1 h 99 0 1 h 4 0 2 h 7 0 1 \
        h 1 0 1 h 4 0 2 h 15 0 1 h 4 0 2 h x 0 1 h 4 0 2 h 7 0 1 h 1 0 1 h 4 0 2 h f 0 1 h 1l 0 1 h 4 0 2 h 1v 0 2 174 \
        3 1s 9 y k 0 3 h g 0 g h 2e 0 2 h 6 0 2 1s 1 h h8 1s 2 h h 7g 1 h q 1s 2 0 3 h 23 1s 3 1e 3 h 8 0 7 h i 174 3 \
        g 1 0 9 h j 174 3 1s 2 0 9 h i 174 2 0 c h d 0 1 h 3 0 1 174 2 0 c h 1g 174 2 sw 1 174 7 sw 8 174 1 sw 2 174 b \
        1s 3 h 1 1s 3 0 1 h 1 174 1 0 2 1e a 0 6 y a 0 6 1s b 174 3 3k 1 g 1 1e a 0 6 h 2h 0 7 h 5 sw 2 h y 174 1 h 1 \
        0 5 h 1y 0 a h v 0 1 174 3 sw 4 174 2 sw 3 0 4 sw 2 174 1 sw 6 174 3 0 8 1s 2 1e a h u 0 2 h 5 0 b h 18 0 4 h \
        q 0 6 1e a y 1 0 11 h n 174 2 sw 2 174 1 0 2 1s 2 h 1h sw 1 174 1 sw 1 174 7 0 1 174 1 sw 1 174 1 sw 2 174 8 \
        sw 6 174 a 0 2 174 1 1e a 0 6 1e a 0 6 1s 7 h 1 1s 6 0 2 174 e sw 1 g g 0 1d 174 4 sw 1 h 1b 174 1 sw 1 174 5 \
        sw 1 174 1 sw 5 174 1 sw 2 h 8 0 3 1e a 1s 7 0 a 174 9 0 c 174 2 sw 1 h u sw 1 174 4 sw 2 174 2 sw 1 174 3 h 2 \
        1e a h 18 174 1 sw 1 174 2 sw 3 174 1 sw 1 174 3 sw 2 0 8 1s 4 h 10 sw 8 174 8 sw 2 174 2 0 3 1s 5 1e a 0 3 h \
        3 1e a h 10 1s 2 h b 0 5 h 17 0 2 h 3 1s 8 0 8 174 3 1s 1 174 d sw 1 174 7 h 4 174 1 h 4 sx 2 174 1 h 2 g 1 \
        174 2 h 1 0 5 h 5c 174 1i g 5 sw 1 174 4 h 7q 0 2 h 6 0 2 h 12 0 2 h 6 0 2 h 8 0 1 h 1 0 1 h 1 0 1 h 1 0 1 h v \
        0 2 h 1h 0 1 h 7 0 1 h 1 0 3 h 3 0 1 h 7 0 3 h 4 0 2 h 6 0 4 h d 0 5 h 3 0 1 h 7 0 3 7g b 3k 1 40 2 3k 2 1s o \
        7g 2 3k 5 7g 1 1s f 28 2 1s 3 0 1 1s d 0 1 1s 1 28 1 1s a 7g 1 3k 5 0 1 3k a y 1 h 1 0 2 y 6 0 3 1s 2 h 1 y a \
        0 3 1s 2 0 1 h d 0 1f 174 d sw 4 174 1 sw 3 174 c 0 h h 1 0 4 h 1 0 2 h a 0 1 h 1 0 3 h 5 0 6 h 1 0 1 h 1 0 1 \
        h 1 0 1 h 4 0 1 h b 0 2 h 4 0 5 h 5 0 4 h 1 0 1 y g 1e z h 2 1e 4 y 1 0 am 1s 4 0 t 1s 2 0 8l y 1o 0 q g 1g y \
        m 0 h4 1s e y u 0 1d 1s 2 0 v 1s a 0 b7 1s m 0 1r 1s 4 0 w 1s 2 0 ea h 6d 0 6 h 4 174 3 h 2 0 5 1s 4 y 1 1s 2 \
        h 12 0 1 h 1 0 5 h 1 0 2 h 1k 0 7 h 1 1s 1 0 e 174 1 h n 0 9 h 7 0 1 h 7 0 1 h 7 0 1 h 7 0 1 h 7 0 1 h 7 0 1 h \
        7 0 1 h 7 0 1 174 w 1s 1b h 1 1s j 0 cd 7g 1 1s 3 0 1 h 2 1e 1 1s a 0 2 1s c 0 1 1e 9 174 4 sw 2 1s 1 h 5 0 2 \
        1e 3 h 2 1s 1 0 3 h 2e 0 2 174 2 0 2 h 3 1s 1 h 2i 1s 1 h 4 0 5 h 17 0 1 h 2m 0 3 y 4 0 a h w 0 1c h g 0 w y a \
        0 u y 8 0 1 y f 0 w y a 0 13 y f 0 8w 1ld 534 0 1s 1ld g74 h wd 0 1v h 1a 1s 2 h 7h 1s 3 h g 1e a h 2 0 k h 1b \
        174 1 sw 3 1s 1 174 a 1s 1 h v 174 2 h 1y 1e a 174 2 1s 6 0 v h 9 0 2 h 2v 0 2 h 1v 0 2 h 2 0 1 h 1 0 1 h 8 0 \
        l h g 174 1 h 3 174 1 h 4 174 1 h n sw 2 174 2 sw 1 0 4 g 1 0 3 y 6 0 a h 1g 1s 4 0 8 sw 2 h 1e sw g 174 1 sw \
        1 0 8 1s 2 1e a 0 6 174 i h 6 1s 3 h 1 1s 1 h 2 g 1 1e a h s 174 8 1s 2 h n 174 b sw 2 0 b 1s 1 h t 0 3 174 3 \
        sw 1 h 1b 174 1 sw 2 174 4 sw 2 174 1 sw 4 1s d 0 1 h 1 1e a 0 4 1s 2 h 5 174 1 h a 1e a h 5 0 1 h 15 174 6 sw \
        2 174 2 sw 2 174 2 0 9 h 3 174 1 h 8 174 1 sw 1 0 2 1e a 0 2 1s 4 h n 0 3 h 1 sw 1 174 1 sw 1 h 1e 174 1 h 1 \
        174 3 h 2 174 2 h 5 174 2 h 1 174 1 h 1 0 o h 3 1s 2 h b sw 1 174 2 sw 2 1s 2 h 3 sw 1 174 1 0 a h 6 0 2 h 6 0 \
        2 h 6 0 9 h 7 0 1 h 7 0 1 h 17 0 1 h e 0 6 h 37 sw 2 174 1 sw 2 174 1 sw 2 1s 1 sw 1 174 1 0 2 1e a 0 6 h 8mc \
        0 c h n 0 4 h 1d 0 1l0 3k 4xs 1ld a6 1kw 2 1ld 2y 1kw 12 h 7 0 c h 5 0 5 h 1 174 1 h a 0 1 h d 0 1 h 5 0 1 h 1 \
        0 1 h 2 0 1 h 2 0 1 h 30 0 x h a3 1s 2 0 g h 1s 0 2 h 1i 0 14 h c 0 4 174 g 1s a 0 6 174 g 1s 3 28 2 1s o 28 3 \
        1s 3 0 1 1s e 0 1 1s 1 0 4 1s 1 0 1 1s 2 0 4 h 5 0 1 h 3r 0 2 3k 1 0 1 1s 3 0 1 1s 6 0 1 1s 4 1e a 1s 2 0 3 1s \
        2 h q 1s 3 0 1 28 1 0 1 h q 1s 1 0 1 1s 1 0 1 1s 7 h 2h 0 3 h 6 0 2 h 6 0 2 h 6 0 2 h 3 0 s 3k 3 0 1 3k 1 0 2 \
        h c 0 1 h q 0 1 h j 0 1 h 2 0 1 h f 0 2 h e 0 y h 3f 0 5 1s 3 0 4 y 19 0 c 1e 1h y 4 0 h y 2 0 35 174 1 0 3m h \
        t 0 3 h 1d 0 f 174 1 y r 0 4 h w y 4 0 9 h k 1e 1 h 8 1e 1 0 5 h 12 174 5 0 5 h u 0 1 1s 1 h 10 0 4 h 8 1s 1 \
        1e 5 0 16 h 4e 0 2 1e a 0 6 h 10 0 4 h 10 0 4 h 14 0 8 h 1g 0 b 1s 1 h b 0 1 h f 0 1 h 7 0 1 h 2 0 1 h b 0 1 h \
        f 0 1 h 7 0 1 h 2 0 3 h 1g 0 c h 8n 0 9 h m 0 a h 8 0 o h 6 0 1 h 16 0 1 h 9 0 1x h 6 0 2 h 1 0 1 h 18 0 1 h 2 \
        0 3 h 1 0 2 h n 0 1 1s 1 y 8 h n 0 2 y 7 h v 0 8 y 9 0 1c h j 0 1 h 2 0 5 y 5 h m y 6 0 3 1s 1 h q 0 5 1s 1 0 \
        1s h 1k 0 4 y 2 h 2 y g 0 2 y 1a h 1 174 3 0 1 174 2 0 5 174 4 h 4 0 1 h 3 0 1 h t 0 2 174 3 0 4 174 1 y 9 0 7 \
        1s 9 0 7 h t y 2 1s 1 h t y 3 0 w h 8 0 1 h s 174 2 0 4 y 5 1s 7 0 9 h 1i 0 3 1s 7 h m 0 2 y 8 h j 0 5 y 8 h i \
        0 7 1s 4 0 c y 7 0 28 h 21 0 1j h 1f 0 d h 1f 0 7 y 6 h 10 g 4 0 8 1e a 0 6 1e a h s 0 3 g 5 0 1 h n 0 62 y v \
        0 1 h 16 0 1 g 2 0 3 h 2 0 g h 3 0 1j g 4 h t y a h 1 0 8 h m g b y 4 0 r h i g 4 0 16 h l y 7 0 k h n 0 9 sw \
        1 174 1 sw 1 h 1h 174 f 1s 7 0 4 y k 1e a g 1 h 2 g 2 h 1 0 9 174 3 sw 1 h 19 sw 3 174 4 sw 2 174 2 1s 2 3k 1 \
        1s 4 g 1 0 d h p 0 7 1e a 0 6 174 3 h 10 174 5 sw 1 174 8 0 1 1e a 1s 4 h 1 g 2 h 1 0 8 h z 174 1 1s 2 h 1 0 9 \
        174 2 sw 1 h 1c sw 3 174 9 sw 2 h 4 1s 4 28 1 174 3 1s 1 g 2 1e a h 1 1s 1 h 1 1s 3 0 1 y k 0 b h i 0 1 h p sw \
        3 174 3 sw 2 174 1 sw 1 174 2 1s 6 sw 1 h 2 g 1 0 1q h 7 0 1 h 1 0 1 h 4 0 1 h f 0 1 h a 1s 1 0 6 h 1b 174 1 \
        sw 3 174 8 0 5 1e a 0 6 174 2 sw 2 0 1 h 8 0 2 h 2 0 2 h m 0 1 h 7 0 1 h 2 0 1 h 5 0 1 g 1 174 1 h 1 sw 2 174 \
        1 sw 4 0 2 sw 2 0 2 sw 3 0 2 h 1 0 6 sw 1 0 5 h 5 sw 2 0 2 174 7 0 3 174 5 0 b h a 0 1 h 1 0 2 h 1 0 1 h 12 0 \
        1 h 1 g 9 0 1 g 1 0 2 g 1 0 1 g 4 0 1 g 5 h 1 g 1 h 1 0 d g 2 0 t h 1h sw i h 4 0 5 1e a 0 4 g 1 h 3 0 u h 1c \
        sw 3 174 6 sw 1 174 1 sw 4 174 2 sw 1 174 2 h 2 1s 1 h 1 0 8 1e a 0 4m h 1b sw 3 174 4 0 2 sw 4 174 2 sw 1 174 \
        2 1s n h 4 174 2 0 y h 1c sw 3 174 8 sw 2 174 1 sw 1 174 2 1s 3 h 1 0 b 1e a 0 12 h 17 174 1 sw 1 174 1 sw 2 \
        174 6 sw 1 174 1 h 1 0 7 1e a 0 6 1e k 0 s h r 0 2 174 3 sw 2 174 4 sw 1 174 5 0 4 1e a y 2 1s 3 0 1 h 7 0 55 \
        h 18 g f 0 2t h 1s 1e a y 9 0 c h 8 0 2 h 1 0 2 h 8 0 1 h 2 0 1 h o g 6 0 1 g 2 0 2 g 4 h 1 g 1 h 1 g 2 0 c 1e \
        a 0 1y h 8 0 2 h 13 g 7 0 2 g 7 h 1 0 1 h 1 g 1 0 r h 1 g a h 14 g 7 h 1 g 4 0 8 g 1 0 8 h 1 g b h 1a g g 0 3 \
        h 1 0 i h 21 0 5j h x 0 f 1e a 0 6 h 9 0 1 h 11 sw 8 0 1 sw 8 h 1 0 f 1e a y j 0 5 h u 0 2 sw m 0 1 sw e 0 21 \
        h 7 0 1 h 2 0 1 h 12 g 6 0 3 g 1 0 1 g 2 0 1 g 7 h 1 g 1 0 8 1e a 0 6 h 6 0 1 h 2 0 1 h w g 5 0 1 g 2 0 1 g 5 \
        h 1 0 7 1e a 0 1i w a 0 6u h j g 4 0 9 g 2 h 1 g 1 h d 0 1 h y g 7 0 3 g 5 0 d 1e a g 1 0 2d h 1 0 f y l 0 17 \
        h pm 0 2u 1e 33 0 1 1s 5 0 b h 5g 0 218 h 2p 0 f h ts 0 g g 1 h 6 g f 0 a h 32z 0 5 h g7 0 5a1 h u g i 1e a 0 \
        1c6 h ft 0 7 h v 0 1 1e a 0 4 1s 2 h 27 0 1 1e a 0 6 h u 0 2 174 5 1s 1 0 a h 1c 174 7 1s 5 0 4 h 4 1s 1 0 b \
        1e a 0 1 y 7 0 1 h l 0 5 h j 0 c0 h 19 0 3 1e a 0 5i h 1s y n 0 2x h 23 0 4 g 1 h 1 sw 1a g 9 0 7 174 4 h d 0 \
        1s h 2 0 1 h 1 g 1 0 b g 2 0 2 w 3 0 9 h 4qg 0 8 h ye 0 15 h a 0 6w7 h 4 0 1 h 7 0 1 h 2 0 1 h 83 0 f h 1 0 t \
        h 3 0 2 h 1 0 e h 4 0 8 h b0 0 1s4 h 2z 0 5 h d 0 3 h 9 0 7 h a 0 3 174 2 1s 1 3k 4 0 37w 1e a 0 ee g 1a 0 2 g \
        n 0 f2 sw 2 174 3 0 3 sw 6 3k 8 174 8 0 2 174 7 0 u 174 4 0 44 174 3 0 3f y k 0 c y k 0 30 y p 0 3r h 2d 0 1 h \
        1z 0 1 h 2 0 2 h 1 0 2 h 2 0 2 h 4 0 1 h c 0 1 h 1 0 1 h 7 0 1 h 1t 0 1 h 4 0 2 h 8 0 1 h 7 0 1 h s 0 1 h 4 0 \
        1 h 5 0 1 h 1 0 3 h 7 0 1 h 9g 0 2 h p 0 1 h p 0 1 h v 0 1 h p 0 1 h v 0 1 h p 0 1 h v 0 1 h p 0 1 h v 0 1 h p \
        0 1 h 8 0 2 1e 1e 0 e8 174 1j 0 4 174 1e 0 8 174 1 0 e 174 1 0 2 1s 5 0 f 174 5 0 1 174 f 0 uo h v 0 6 h 6 0 \
        5x sw 7 0 1 sw h 0 2 sw 7 0 1 sw 2 0 1 sw 5 0 5 h 1q 0 x g 1 0 34 h 19 0 3 g 7 h 7 0 2 1e a 0 4 h 1 0 8x h u g \
        1 0 h h 18 g 4 1e a 0 d2 h s g 4 1e a 0 5y h u g 2 h 1 1e a 0 dh h 7 0 1 h 4 0 1 h 2 0 1 h f 0 1 h 5h 0 2 y 9 \
        174 7 0 15 h 1w sw 7 h 1 0 4 1e a 0 lz y 1n 0 1 y 3 0 1 y 4 0 24 y 19 0 1 y f 0 5e h 4 0 1 h r 0 1 h 2 0 1 h 1 \
        0 2 h 1 0 1 h a 0 1 h 4 0 1 h 1 0 1 h 1 0 6 h 1 0 4 h 1 0 1 h 1 0 1 h 1 0 1 h 3 0 1 h 2 0 1 h 1 0 2 h 1 0 1 h \
        1 0 1 h 1 0 1 h 1 0 1 h 1 0 1 h 2 0 1 h 1 0 2 h 4 0 1 h 7 0 1 h 4 0 1 h 4 0 1 h 1 0 1 h a 0 1 h h 0 5 h 3 0 1 \
        h 5 0 1 h h 0 g4 y d 0 z g q 0 6 g q 0 6 g q 0 21y 1e a 0 sm 1ld wyo 0 w 1ld 37e 1kw 6 1ld 66 1kw 2 h 74 1ld \
        48y 1kw e h 5rl 0 f h ha 0 1wi 1ld f2 1kw 2 0 15s h 3t7 0 5 h 38g 0 f975 3k 1 0 u 3k 2o 0 3k 174 6o 0 1e6o 3k \
        1eke 0 2 3k 1eke 0
        """

    /// Runs of scalars and the rank of their combining class.
    static let combiningClasses: StaticString = """
        lc 1e l 1f 1 19 4 1f 1 17 1 19 5 15 2 19 4 15 2 19 b 1 5 19 4 1e 3 0 2 1e 1 0 2 1i 1 1e 1 19 3 1e 3 19 2 0 1 \
        1e 3 19 4 1e 1 1f 1 19 2 1e 1 1g 1 1h 2 1g 1 1h 2 1g 1 1e d 0 7n 1e 5 0 7d 19 1 1e 4 19 1 1e 3 1a 1 19 1 1e 6 \
        19 6 1e 2 19 1 1e 2 1a 1 1d 1 1e 1 5 1 6 1 7 1 8 1 9 1 a 1 b 1 c 1 d 1 e 2 f 1 g 1 h 1 0 1 i 1 0 1 j 1 k 1 0 1 \
        1e 1 19 1 0 1 d 1 0 20 1e 8 p 1 q 1 r 1 0 1c m 1 n 1 o 1 p 1 q 1 r 1 s 1 t 1 1e 2 19 2 1e 5 19 1 1e 2 19 1 0 g \
        u 1 0 2t 1e 7 0 2 1e 4 19 1 1e 1 0 2 1e 2 0 1 19 1 1e 2 19 1 0 z v 1 0 u 1e 1 19 1 1e 2 19 1 1e 2 19 3 1e 1 19 \
        2 1e 1 19 1 1e 3 19 1 1e 1 19 1 1e 1 19 1 1e 1 19 1 1e 2 0 4g 1e 7 19 1 1e 1 0 y 1e 4 0 1 1e 9 0 1 1e 3 0 1 1e \
        5 0 17 19 3 0 3c 1e e 0 1 19 1 1e 2 19 1 1e 2 19 1 1e 3 19 3 m 1 n 1 o 1 1e 3 19 1 1e 2 19 2 1e 5 0 1o 2 1 0 g \
        4 1 0 3 1e 1 19 1 1e 2 0 2v 2 1 0 g 4 1 0 32 2 1 0 g 4 1 0 32 2 1 0 g 4 1 0 32 2 1 0 g 4 1 0 3j 4 1 0 3j 4 1 0 \
        7 w 1 x 1 0 2t 2 1 0 g 4 1 0 3j 4 1 0 3g 4 1 0 31 y 2 4 1 0 d z 4 0 30 10 2 0 e 11 4 0 24 19 2 0 r 19 1 0 1 19 \
        1 0 1 17 1 0 1j 12 1 13 1 0 1 14 1 0 5 13 4 0 2 13 1 0 1 1e 2 4 1 0 1 1e 2 0 1q 19 1 0 34 2 1 0 1 4 2 0 2a 19 \
        1 0 jz 1e 3 0 qc 4 1 0 v 4 1 0 4d 4 1 0 a 1e 1 0 5n 1d 1 0 3z 1a 1 1e 1 19 1 0 63 1e 1 19 1 0 1z 4 1 0 k 1e 8 \
        0 2 19 1 0 1c 1e 5 19 6 1e 2 19 1 0 3a 2 1 0 f 4 1 0 12 1e 1 19 1 1e 7 0 1i 4 2 0 1m 2 1 0 b 4 2 0 1v 2 1 0 48 \
        1e 3 0 1 1 1 19 5 1e 2 19 4 1e 1 0 1 1 7 0 4 19 1 0 6 1e 1 0 3 1e 2 0 5i 1e 2 19 1 1e 7 19 1 1e 2 1h 1 16 1 19 \
        1 15 1 1e 11 0 5 1e 1 1g 1 19 1 1e 1 19 1 0 k0 1e 2 1 2 1e 4 1 3 1e 2 0 4 1e 1 0 3 1 2 1e 1 19 1 1e 1 1 2 19 4 \
        1e 1 0 2da 1e 3 0 3x 4 1 0 2o 1e w 0 fe 18 1 1d 1 1f 1 1a 1 1b 2 0 2x 3 2 0 n9w 1e 1 0 4 1e a 0 w 1e 2 0 28 1e \
        2 0 7o 4 1 0 59 4 1 0 r 1e i 0 1l 19 3 0 11 4 1 0 2n 2 1 0 c 4 1 0 6n 1e 1 0 1 1e 2 19 1 0 2 1e 2 0 5 1e 2 0 1 \
        1e 1 0 1g 4 1 0 6u 4 1 0 fn4 l 1 0 ld 1e 7 19 7 1e 2 0 r1 19 1 0 6a 19 1 0 45 1e 5 0 1aq 19 1 0 1 1e 1 0 14 1e \
        1 1 1 19 1 0 4 4 1 0 4l 1e 1 19 1 0 127 4 1 0 1k 4 1 0 1l 4 1 2 1 0 1x 1e 3 0 1c 4 2 0 1q 2 1 0 24 4 1 0 9 2 1 \
        0 2y 4 1 2 1 0 4y 2 1 4 1 0 29 2 1 0 g 4 1 0 o 1e 7 0 3 1e 5 0 5p 4 1 0 3 2 1 0 3f 4 1 2 1 0 6z 4 1 2 1 0 3i 4 \
        1 0 3a 4 1 2 1 0 37 4 1 0 103 4 1 0 fjk 1 5 0 1n 1e 7 0 g2v 1 1 0 43q 17 2 1 3 0 3 1c 1 17 5 0 8 19 8 0 2 1e 5 \
        19 2 0 u 1e 4 0 44 1e 3 0 2pn 1e 7 0 1 1e h 0 2 1e 7 0 1 1e 2 0 1 1e 5 0 1ph 19 7 0 31 1e 6 2 1 0
        """

    /// Runs of scalars and the number of their script; 0 goes with every script.
    static let scripts: StaticString = """
        0 1 w 0 1 1 w 2 q 1 6 2 q 1 1b 2 1 1 f 2 1 1 5 2 n 1 1 2 v 1 1 2 ch 1 13 2 5 1 5 3 2 1 k 4 34 5 4 1 1 5 3 0 2 \
        5 4 1 1 5 1 0 4 5 1 1 1 5 1 1 1 5 3 0 1 5 1 0 1 5 k 0 1 5 1r 6 e 5 g 7 3p 4 2 7 4p 0 1 8 12 0 2 8 7 0 1 8 13 0 \
        1 1 1 8 1 0 2 8 3 0 1 9 1j 0 8 9 r 0 5 9 5 0 b a 5 1 1 a 6 1 1 a e 1 2 0 1 a 1 1 1 a w 1 1 a a 4 b a q 4 1 a \
        30 1 1 a y b e 0 1 b 1o 0 2 b 3 a 1c c 1e 0 e d 1n 0 5 e 1a 0 2 e f 0 1 f s 0 2 f 1 0 1t a l 0 1 a 8 0 m a e 1 \
        1 a t g 29 4 2 g h 1 2 g q h 4 0 1 h 8 0 2 h 2 0 2 h m 0 1 h 7 0 1 h 1 0 3 h 4 0 2 h 9 0 2 h 2 0 2 h 4 0 8 h 1 \
        0 4 h 2 0 1 h 5 0 2 h m 0 5 i 3 0 1 i 6 0 4 i 2 0 2 i m 0 1 i 7 0 1 i 2 0 1 i 2 0 1 i 2 0 2 i 1 0 1 i 5 0 4 i \
        2 0 2 i 3 0 3 i 1 0 7 i 4 0 1 i 1 0 7 i g 0 b j 3 0 1 j 9 0 1 j 3 0 1 j m 0 1 j 7 0 1 j 2 0 1 j 5 0 2 j a 0 1 \
        j 3 0 1 j 3 0 2 j 1 0 f j 4 0 2 j c 0 7 j 1 0 7 k 3 0 1 k 8 0 2 k 2 0 2 k m 0 1 k 7 0 1 k 2 0 1 k 5 0 2 k 9 0 \
        2 k 2 0 2 k 3 0 8 k 2 0 4 k 2 0 1 k 5 0 2 k i 0 a l 2 0 1 l 6 0 3 l 3 0 1 l 4 0 3 l 2 0 1 l 1 0 1 l 2 0 3 l 2 \
        0 3 l 3 0 3 l c 0 4 l 5 0 3 l 3 0 1 l 4 0 2 l 1 0 6 l 1 0 e l l 0 5 m 4 0 1 m 8 0 1 m 3 0 1 m n 0 1 m g 0 3 m \
        8 0 1 m 3 0 1 m 4 0 7 m 2 0 1 m 3 0 5 m 4 0 2 m a 0 8 m 8 n 4 0 1 n 8 0 1 n 3 0 1 n n 0 1 n a 0 1 n 5 0 2 n 9 \
        0 1 n 3 0 1 n 4 0 7 n 2 0 7 n 1 0 1 n 4 0 2 n a 0 1 n 2 0 e o 3 0 1 o 8 0 1 o 3 0 1 o 15 0 2 o 8 0 1 o 3 0 1 o \
        6 0 4 o g 0 2 o q 0 2 p 2 0 1 p i 0 3 p o 0 1 p 9 0 1 p 1 0 2 p 7 0 3 p 1 0 4 p 6 0 1 p 1 0 1 p 8 0 6 p a 0 2 \
        p 3 0 c q 1m 0 4 1 1 q s 0 11 r 2 0 1 r 1 0 2 r 2 0 1 r 1 0 2 r 1 0 6 r 4 0 1 r 7 0 1 r 3 0 1 r 1 0 1 r 1 0 2 \
        r 2 0 1 r d 0 1 r 3 0 2 r 5 0 1 r 1 0 1 r 6 0 2 r a 0 2 r 4 0 w s 20 0 1 s 10 0 4 s 13 0 1 s 10 0 1 s f 0 1 s \
        7 1 4 s 2 0 11 t 4g u 12 0 1 u 1 0 5 u 1 0 2 u 17 1 1 u 4 v 74 w 21 0 1 w 4 0 2 w 7 0 1 w 1 0 1 w 4 0 2 w 15 0 \
        1 w 4 0 2 w x 0 1 w 4 0 2 w 7 0 1 w 1 0 1 w 4 0 2 w f 0 1 w 1l 0 1 w 4 0 2 w 1v 0 2 w w 0 3 w q 0 6 x 2e 0 2 x \
        6 0 2 y hs z t 0 3 10 23 1 3 10 b 0 7 11 d 0 1 11 7 0 b 12 l 1 2 0 9 13 k 0 c 14 d 0 1 14 3 0 1 14 2 0 c 15 2m \
        0 2 15 a 0 6 15 a 0 6 16 2 1 2 16 1 1 1 16 9 0 1 16 a 0 6 16 2g 0 8 16 17 0 5 y 1y 0 a 17 v 0 1 17 c 0 4 17 c \
        0 4 17 1 0 3 17 c 18 u 0 2 18 5 0 b 19 18 0 4 19 q 0 6 19 b 0 3 19 2 15 w 1a s 0 2 1a 2 1b 1r 0 1 1b t 0 2 1b \
        b 0 6 1b a 0 6 1b e 0 2 4 f 0 1t 1c 24 0 4 1c 19 0 3 1d 1s 1e 1g 0 8 1e 4 1f 1k 0 3 1f f 0 3 1f 3 1g 1c 7 9 0 \
        1j 1d 8 0 8 4 3 1 1 4 d 1 1 4 7 1 4 4 1 1 6 4 1 1 2 0 1 4 2 0 6 2 12 5 5 7 1 2 1d 5 5 2 4 5 5 2 d 7 1 2 1y 5 1 \
        4 1i 0 5 4 5 2 74 5 m 0 2 5 6 0 2 5 12 0 2 5 6 0 2 5 8 0 1 5 1 0 1 5 1 0 1 5 1 0 1 5 v 0 2 5 1h 0 1 5 f 0 1 5 \
        e 0 2 5 6 0 1 5 j 0 2 5 3 0 1 5 9 0 1 1 c 4 2 1 2f 0 1 1 b 2 1 0 2 1 b 2 1 1 f 0 1 2 d 0 3 1 v 0 h 4 x 0 f 1 \
        12 5 1 1 3 2 2 1 6 2 1 1 r 2 1 1 h 2 15 1 3 0 4 1 hb 0 1 1 13 0 p 1 b 0 l 1 ps 1h 74 1 hg 0 2 1 w 0 2 1 y 0 3 \
        1 c 0 1 1 8 0 q 1 4 0 g 1i 1b 0 1 1i 1b 0 1 2 w 6 38 0 5 6 7 u 12 0 1 u 1 0 5 u 1 0 2 1j 1k 0 7 1j 2 0 e 1j 1 \
        w n 0 9 w 7 0 1 w 7 0 1 w 7 0 1 w 7 0 1 w 7 0 1 w 7 0 1 w 7 0 1 w 7 0 1 7 w 1 1x 0 1n 1k q 0 1 1k 2h 0 c 1k 5y \
        0 q 1 c 0 4 1 5 1k 1 1 1 1k 1 1 p 1k 9 4 4 v 2 1 8 1k 4 1 4 0 1 1k 2e 0 2 4 2 1 2 1k 3 1 1 1k 2i 1 1 1k 4 0 5 \
        3 15 0 3 v 2m 0 1 1 g 3 r 0 5 1 10 0 c 1k g v v 0 1 1 1s v v 1 29 1k 1b 0 1 1k 2g 1 4o 1k 52u 0 a 1 1s 1k g5y \
        0 16 1l wd 0 3 1l 1j 0 9 1m 1c 1n 8c 0 k 7 2o 1o 2g 0 8 1 y 2 2u 1 3 2 10 0 1 2 8 0 1r 2 9 1p 18 0 4 1 a 0 6 \
        1q 1k 0 8 1r 1y 0 8 1r c 0 6 g u 0 2 1s 1a 1 1 1s 1 1t 10 0 b 1t 1 v t 0 3 1u 26 0 1 1 1 1u a 0 4 1u 2 t v 0 1 \
        1v 1j 0 9 1v e 0 2 1v a 0 2 1v 4 t w 1w 1v 0 o 1w 5 1x n 0 a w 6 0 2 w 6 0 2 w 6 0 9 w 7 0 1 w 7 0 1 2 17 1 1 \
        2 9 5 1 0 a x 28 1x 1a 0 2 1x a 0 6 v 8mc 0 c v n 0 4 v 1d 0 6is 1k a6 0 2 1k 2y 0 12 2 7 0 c 8 5 0 5 9 q 0 1 \
        9 5 0 1 9 1 0 1 9 2 0 1 9 2 0 1 9 a a 36 0 h a a3 1 2 0 g a 1s 0 2 a 1i 0 14 a e 0 2 4 g 1 a 0 6 4 e 7 2 1 z 0 \
        1 1 j 0 1 1 4 0 4 a 5 0 1 a 3r 0 2 1 1 0 1 1 w 2 q 1 6 2 q 1 b 1k a 1 1 1k 19 1 2 v v 0 3 v 6 0 2 v 6 0 2 v 6 \
        0 2 v 3 0 3 1 7 0 1 1 7 0 a 1 5 0 2 1y c 0 1 1y q 0 1 1y j 0 1 1y 2 0 1 1y f 0 2 1y e 0 y 1y 3f 0 5 1 3 0 4 1 \
        19 0 3 1 9 5 27 0 1 1 c 0 4 5 1 0 1b 1 19 4 1 0 3m 1z t 0 3 20 1d 0 f 4 1 1 r 0 4 21 10 0 c 22 r 0 5 23 17 0 5 \
        24 u 0 1 24 1 25 10 0 4 25 e 0 16 26 28 27 1c 28 u 0 2 28 a 0 6 29 10 0 4 29 10 0 4 2a 14 0 8 2b 1g 0 b 2b 1 0 \
        40 2c 8n 0 9 2c m 0 a 2c 8 0 48 2d 6 0 2 2d 1 0 1 2d 18 0 1 2d 2 0 3 2d 1 0 2 2d 1 2e m 0 1 2e 9 2f w 2g v 0 8 \
        2g 9 0 1c 2h j 0 1 2h 2 0 5 2h 5 2i s 0 3 2i 1 2j q 0 5 2j 1 0 1s 2k w 2l o 0 4 2l k 0 2 2l 1a 2m 4 0 1 2m 2 0 \
        5 2m 8 0 1 2m 3 0 1 2m r 0 4 2m 3 0 4 2m 9 0 8 2m 9 0 7 2n w 2o w 0 w 2p 13 0 4 2p c 0 9 2q 1i 0 3 2q 7 2r m 0 \
        2 2r 8 2s j 0 5 2s 8 2t i 0 7 2t 4 0 c 2t 7 0 28 2u 21 0 1j 2v 1f 0 d 2v 1f 0 7 2v 6 0 9s a v 0 ap 2w 26 0 4 \
        2w u 0 f 2w 1 2x 1u 0 e 2y p 0 7 2y a 0 6 2z 1h 0 1 2z e 0 c 30 13 0 9 31 26 0 2 31 g 0 1 p k 0 b 32 i 0 1 32 \
        18 0 1t 33 7 0 1 33 1 0 1 33 4 0 1 33 f 0 1 33 b 0 6 34 1n 0 5 34 a 0 6 35 4 0 1 35 8 0 2 35 2 0 2 35 m 0 1 35 \
        7 0 1 35 2 0 1 35 5 0 2 35 9 0 2 35 2 0 2 35 3 0 2 35 1 0 6 35 1 0 5 35 7 0 2 35 7 0 3 35 5 0 3v 36 2i 0 1 36 \
        1 0 1 36 1 0 y 37 20 0 8 37 a 0 4m 38 1i 0 2 38 12 0 y 39 1x 0 b 39 a 0 6 16 d 0 j 3a 1k 0 8 3a a 0 1i 3b q 0 \
        3 3b f 0 4 3b g 0 9s 3c 2b 0 c 3c 1 0 cg 3d 1l 0 7b 3e 9 0 1 3e 19 0 1 3e e 0 a 3e t 0 3 3f w 0 2 3f m 0 1 3f \
        e 0 nd 3g pm 0 2u 3g 33 0 1 3g 5 0 b 3g 5g 0 24c 3h tr 0 34h 3i g7 0 6nt 1o ft 0 7 3j v 0 1 3j a 0 4 3j 2 0 2o \
        3k u 0 2 3k 6 0 a 3l 1y 0 a 3l a 0 1 3l 7 0 1 3l l 0 5 3l j 0 og 3m 1x 0 b 3m 1b 0 g 3m h 0 1s 3n 1 0 v 3n 4q5 \
        0 j 3n kz 0 7bh 1k 2 0 2da 3o 2z 0 5 3o d 0 3 3o 9 0 7 3o a 0 2 3o 4 1 4 0 3to 1 6u 0 a 1 13 0 2 1 1q 4 3 1 h \
        4 8 1 2 4 7 1 u 4 4 1 1n 0 n 5 1y 0 56 1 2f 0 9 1 i 0 3y 1 2d 0 1 1 1z 0 1 1 2 0 2 1 1 0 2 1 2 0 2 1 4 0 1 1 c \
        0 1 1 1 0 1 1 7 0 1 1 1t 0 1 1 4 0 2 1 8 0 1 1 7 0 1 1 s 0 1 1 4 0 1 1 5 0 1 1 1 0 3 1 7 0 1 1 9g 0 2 1 84 0 2 \
        1 1e 3p i4 0 f 3p 5 0 1 3p f 0 11s 1i 7 0 1 1i h 0 2 1i 7 0 1 1i 2 0 1 1i 5 0 1jp 3q 5h 0 2 3q g 0 15 3r 23 0 \
        5 3r a 0 4 3r 2 0 ww a 4 0 1 a r 0 1 a 2 0 1 a 1 0 2 a 1 0 1 a a 0 1 a 4 0 1 a 1 0 1 a 1 0 6 a 1 0 4 a 1 0 1 a \
        1 0 1 a 1 0 1 a 3 0 1 a 2 0 1 a 1 0 2 a 1 0 1 a 1 0 1 a 1 0 1 a 1 0 1 a 1 0 1 a 2 0 1 a 1 0 2 a 4 0 1 a 7 0 1 \
        a 4 0 1 a 4 0 1 a 1 0 1 a a 0 1 a h 0 5 a 3 0 1 a 5 0 1 a h 0 1g a 2 0 7i 1 18 0 4 1 2s 0 c 1 f 0 2 1 f 0 1 1 \
        f 0 1 1 11 0 a 1 d 0 3 1 v 0 1 1 1o 0 4 1 1p 0 1l 1 q 1k 1 1 2 0 d 1 18 0 4 1 9 0 7 1 2 0 4u 1 r7 0 d 1 d 0 3 \
        1 7 0 9 1 38 0 c 1 2d 0 17 1 c 0 4 1 1k 0 8 1 a 0 6 1 14 0 8 1 u 0 2q 1 f 0 1 1 8 0 8 1 1 0 2 1 c 0 1 1 c 0 4 \
        1 f 0 x 1 i 0 1a 1 1 0 18f 1k wyf 0 15 1k 379 0 b 1k 66 0 2 1k 4g2 0 866 1k f2 0 fher 1 1 0 u 1 2o 0 3k 4 6o 0
        """

    /// Scalars and their small letters.
    static let lowercase: StaticString = """
        1t 2p 1 2q 1 2r 1 2s 1 2t 1 2u 1 2v 1 2w 1 2x 1 2y 1 2z 1 30 1 31 1 32 1 33 1 34 1 35 1 36 1 37 1 38 1 39 1 3a \
        1 3b 1 3c 1 3d 1 3e 2u 68 1 69 1 6a 1 6b 1 6c 1 6d 1 6e 1 6f 1 6g 1 6h 1 6i 1 6j 1 6k 1 6l 1 6m 1 6n 1 6o 1 6p \
        1 6q 1 6r 1 6s 1 6t 1 6u 2 6w 1 6x 1 6y 1 6z 1 70 1 71 1 72 y 75 2 77 2 79 2 7b 2 7d 2 7f 2 7h 2 7j 2 7l 2 7n \
        2 7p 2 7r 2 7t 2 7v 2 7x 2 7z 2 81 2 83 2 85 2 87 2 89 2 8b 2 8d 2 8f 2 2x.lj 2 8j 2 8l 2 8n 3 8q 2 8s 2 8u 2 \
        8w 2 8y 2 90 2 92 2 94 3 97 2 99 2 9b 2 9d 2 9f 2 9h 2 9j 2 9l 2 9n 2 9p 2 9r 2 9t 2 9v 2 9x 2 9z 2 a1 2 a3 2 \
        a5 2 a7 2 a9 2 ab 2 ad 2 af 2 73 1 ai 2 ak 2 am 4 gj 1 ar 2 at 2 gk 1 aw 2 gm 1 gn 1 b0 3 d9 1 gp 1 gr 1 b6 2 \
        gw 1 gz 2 h5 1 h4 1 bd 4 hb 1 he 2 hh 1 bl 2 bn 2 bp 2 hs 1 bs 2 hv 3 bx 2 i0 1 c0 2 i2 1 i3 1 c4 2 c6 2 ia 1 \
        c9 4 cd 8 cm 1 cm 2 cp 1 cp 2 cs 1 cs 2 cu 2 cw 2 cy 2 d0 2 d2 2 d4 2 d6 2 d8 3 db 2 dd 2 df 2 dh 2 dj 2 dl 2 \
        dn 2 dp 2 dr 3 dv 1 dv 2 dx 2 b9 1 cf 1 e1 2 e3 2 e5 2 e7 2 e9 2 eb 2 ed 2 ef 2 eh 2 ej 2 el 2 en 2 ep 2 er 2 \
        et 2 ev 2 ex 2 ez 2 f1 2 f3 2 bi 2 f7 2 f9 2 fb 2 fd 2 ff 2 fh 2 fj 2 fl 2 fn 8 8rp 1 fw 2 be 1 8rq 3 g2 2 ao \
        1 i1 1 i4 1 g7 2 g9 2 gb 2 gd 2 gf 82 oh 2 oj 4 on 9 s3 7 q4 2 q5 1 q6 1 q7 2 r0 2 r1 1 r2 2 q9 1 qa 1 qb 1 qc \
        1 qd 1 qe 1 qf 1 qg 1 qh 1 qi 1 qj 1 qk 1 ql 1 qm 1 qn 1 qo 1 qp 2 qr 1 qs 1 qt 1 qu 1 qv 1 qw 1 qx 1 qy 1 qz \
        10 rb 9 rd 2 rf 2 rh 2 rj 2 rl 2 rn 2 rp 2 rr 2 rt 2 rv 2 rx 2 rz 6 qg 3 s8 2 s2 1 sb 3 or 1 os 1 ot 1 uo 1 up \
        1 uq 1 ur 1 us 1 ut 1 uu 1 uv 1 uw 1 ux 1 uy 1 uz 1 v0 1 v1 1 v2 1 v3 1 ts 1 tt 1 tu 1 tv 1 tw 1 tx 1 ty 1 tz \
        1 u0 1 u1 1 u2 1 u3 1 u4 1 u5 1 u6 1 u7 1 u8 1 u9 1 ua 1 ub 1 uc 1 ud 1 ue 1 uf 1 ug 1 uh 1 ui 1 uj 1 uk 1 ul \
        1 um 1 un 1d v5 2 v7 2 v9 2 vb 2 vd 2 vf 2 vh 2 vj 2 vl 2 vn 2 vp 2 vr 2 vt 2 vv 2 vx 2 vz 2 w1 a wb 2 wd 2 wf \
        2 wh 2 wj 2 wl 2 wn 2 wp 2 wr 2 wt 2 wv 2 wx 2 wz 2 x1 2 x3 2 x5 2 x7 2 x9 2 xb 2 xd 2 xf 2 xh 2 xj 2 xl 2 xn \
        2 xp 2 xr 2 y7 1 xu 2 xw 2 xy 2 y0 2 y2 2 y4 2 y6 3 y9 2 yb 2 yd 2 yf 2 yh 2 yj 2 yl 2 yn 2 yp 2 yr 2 yt 2 yv \
        2 yx 2 yz 2 z1 2 z3 2 z5 2 z7 2 z9 2 zb 2 zd 2 zf 2 zh 2 zj 2 zl 2 zn 2 zp 2 zr 2 zt 2 zv 2 zx 2 zz 2 101 2 \
        103 2 105 2 107 2 109 2 10b 2 10d 2 10f 2 10h 2 10j 2 10l 2 10n 2 10p 2 10r 2 10t 2 10v 3 129 1 12a 1 12b 1 \
        12c 1 12d 1 12e 1 12f 1 12g 1 12h 1 12i 1 12j 1 12k 1 12l 1 12m 1 12n 1 12o 1 12p 1 12q 1 12r 1 12s 1 12t 1 \
        12u 1 12v 1 12w 1 12x 1 12y 1 12z 1 130 1 131 1 132 1 133 1 134 1 135 1 136 1 137 1 138 1 139 1 13a 28a 8w0 1 \
        8w1 1 8w2 1 8w3 1 8w4 1 8w5 1 8w6 1 8w7 1 8w8 1 8w9 1 8wa 1 8wb 1 8wc 1 8wd 1 8we 1 8wf 1 8wg 1 8wh 1 8wi 1 \
        8wj 1 8wk 1 8wl 1 8wm 1 8wn 1 8wo 1 8wp 1 8wq 1 8wr 1 8ws 1 8wt 1 8wu 1 8wv 1 8ww 1 8wx 1 8wy 1 8wz 1 8x0 1 \
        8x1 2 8x3 6 8x9 k3 xv4 1 xv5 1 xv6 1 xv7 1 xv8 1 xv9 1 xva 1 xvb 1 xvc 1 xvd 1 xve 1 xvf 1 xvg 1 xvh 1 xvi 1 \
        xvj 1 xvk 1 xvl 1 xvm 1 xvn 1 xvo 1 xvp 1 xvq 1 xvr 1 xvs 1 xvt 1 xvu 1 xvv 1 xvw 1 xvx 1 xvy 1 xvz 1 xw0 1 \
        xw1 1 xw2 1 xw3 1 xw4 1 xw5 1 xw6 1 xw7 1 xw8 1 xw9 1 xwa 1 xwb 1 xwc 1 xwd 1 xwe 1 xwf 1 xwg 1 xwh 1 xwi 1 \
        xwj 1 xwk 1 xwl 1 xwm 1 xwn 1 xwo 1 xwp 1 xwq 1 xwr 1 xws 1 xwt 1 xwu 1 xwv 1 xww 1 xwx 1 xwy 1 xwz 1 xx0 1 \
        xx1 1 xx2 1 xx3 1 xx4 1 xx5 1 xx6 1 xx7 1 xx8 1 xx9 1 xxa 1 xxb 1 3y0 1 3y1 1 3y2 1 3y3 1 3y4 1 3y5 1p0 5my 7 \
        3bk 1 3bl 1 3bm 1 3bn 1 3bo 1 3bp 1 3bq 1 3br 1 3bs 1 3bt 1 3bu 1 3bv 1 3bw 1 3bx 1 3by 1 3bz 1 3c0 1 3c1 1 \
        3c2 1 3c3 1 3c4 1 3c5 1 3c6 1 3c7 1 3c8 1 3c9 1 3ca 1 3cb 1 3cc 1 3cd 1 3ce 1 3cf 1 3cg 1 3ch 1 3ci 1 3cj 1 \
        3ck 1 3cl 1 3cm 1 3cn 1 3co 1 3cp 1 3cq 3 3ct 1 3cu 1 3cv 8x 5xd 2 5xf 2 5xh 2 5xj 2 5xl 2 5xn 2 5xp 2 5xr 2 \
        5xt 2 5xv 2 5xx 2 5xz 2 5y1 2 5y3 2 5y5 2 5y7 2 5y9 2 5yb 2 5yd 2 5yf 2 5yh 2 5yj 2 5yl 2 5yn 2 5yp 2 5yr 2 \
        5yt 2 5yv 2 5yx 2 5yz 2 5z1 2 5z3 2 5z5 2 5z7 2 5z9 2 5zb 2 5zd 2 5zf 2 5zh 2 5zj 2 5zl 2 5zn 2 5zp 2 5zr 2 \
        5zt 2 5zv 2 5zx 2 5zz 2 601 2 603 2 605 2 607 2 609 2 60b 2 60d 2 60f 2 60h 2 60j 2 60l 2 60n 2 60p 2 60r 2 \
        60t 2 60v 2 60x 2 60z 2 611 2 613 2 615 2 617 2 619 2 61b 2 61d 2 61f 2 61h a 67 2 61t 2 61v 2 61x 2 61z 2 621 \
        2 623 2 625 2 627 2 629 2 62b 2 62d 2 62f 2 62h 2 62j 2 62l 2 62n 2 62p 2 62r 2 62t 2 62v 2 62x 2 62z 2 631 2 \
        633 2 635 2 637 2 639 2 63b 2 63d 2 63f 2 63h 2 63j 2 63l 2 63n 2 63p 2 63r 2 63t 2 63v 2 63x 2 63z 2 641 2 \
        643 2 645 2 647 2 649 2 64b 2 64d 2 64f a 64g 1 64h 1 64i 1 64j 1 64k 1 64l 1 64m 1 64n 9 64w 1 64x 1 64y 1 \
        64z 1 650 1 651 b 65c 1 65d 1 65e 1 65f 1 65g 1 65h 1 65i 1 65j 9 65s 1 65t 1 65u 1 65v 1 65w 1 65x 1 65y 1 \
        65z 9 668 1 669 1 66a 1 66b 1 66c 1 66d c 66p 2 66r 2 66t 2 66v 9 674 1 675 1 676 1 677 1 678 1 679 1 67a 1 \
        67b p 680 1 681 1 682 1 683 1 684 1 685 1 686 1 687 9 68g 1 68h 1 68i 1 68j 1 68k 1 68l 1 68m 1 68n 9 68w 1 \
        68x 1 68y 1 68z 1 690 1 691 1 692 1 693 9 69c 1 69d 1 67k 1 67l 1 69f c 67m 1 67n 1 67o 1 67p 1 69v c 6a8 1 \
        6a9 1 67q 1 67r d 6ao 1 6ap 1 67u 1 67v 1 6at c 67s 1 67t 1 67w 1 67x 1 6b7 8a qx 4 2z 1 6d 7 6ku 1a 6ls 1 6lt \
        1 6lu 1 6lv 1 6lw 1 6lx 1 6ly 1 6lz 1 6m0 1 6m1 1 6m2 1 6m3 1 6m4 1 6m5 1 6m6 1 6m7 k 6mc mr 79s 1 79t 1 79u 1 \
        79v 1 79w 1 79x 1 79y 1 79z 1 7a0 1 7a1 1 7a2 1 7a3 1 7a4 1 7a5 1 7a6 1 7a7 1 7a8 1 7a9 1 7aa 1 7ab 1 7ac 1 \
        7ad 1 7ae 1 7af 1 7ag 1 7ah 1f5 8q8 1 8q9 1 8qa 1 8qb 1 8qc 1 8qd 1 8qe 1 8qf 1 8qg 1 8qh 1 8qi 1 8qj 1 8qk 1 \
        8ql 1 8qm 1 8qn 1 8qo 1 8qp 1 8qq 1 8qr 1 8qs 1 8qt 1 8qu 1 8qv 1 8qw 1 8qx 1 8qy 1 8qz 1 8r0 1 8r1 1 8r2 1 \
        8r3 1 8r4 1 8r5 1 8r6 1 8r7 1 8r8 1 8r9 1 8ra 1 8rb 1 8rc 1 8rd 1 8re 1 8rf 1 8rg 1 8rh 1 8ri 1 8rj 1d 8rl 2 \
        h7 1 5tp 1 hp 3 8rs 2 8ru 2 8rw 2 gh 1 hd 1 gg 1 gi 2 8s3 3 8s6 9 fz 1 g0 1 8sh 2 8sj 2 8sl 2 8sn 2 8sp 2 8sr \
        2 8st 2 8sv 2 8sx 2 8sz 2 8t1 2 8t3 2 8t5 2 8t7 2 8t9 2 8tb 2 8td 2 8tf 2 8th 2 8tj 2 8tl 2 8tn 2 8tp 2 8tr 2 \
        8tt 2 8tv 2 8tx 2 8tz 2 8u1 2 8u3 2 8u5 2 8u7 2 8u9 2 8ub 2 8ud 2 8uf 2 8uh 2 8uj 2 8ul 2 8un 2 8up 2 8ur 2 \
        8ut 2 8uv 2 8ux 2 8uz 2 8v1 2 8v3 2 8v5 2 8v7 9 8vg 2 8vi 5 8vn nym wu9 2 wub 2 wud 2 wuf 2 wuh 2 wuj 2 wul 2 \
        wun 2 wup 2 wur 2 wut 2 wuv 2 wux 2 wuz 2 wv1 2 wv3 2 wv5 2 wv7 2 wv9 2 wvb 2 wvd 2 wvf 2 wvh k ww1 2 ww3 2 \
        ww5 2 ww7 2 ww9 2 wwb 2 wwd 2 wwf 2 wwh 2 wwj 2 wwl 2 wwn 2 wwp 2 wwr 3s x0j 2 x0l 2 x0n 2 x0p 2 x0r 2 x0t 2 \
        x0v 4 x0z 2 x11 2 x13 2 x15 2 x17 2 x19 2 x1b 2 x1d 2 x1f 2 x1h 2 x1j 2 x1l 2 x1n 2 x1p 2 x1r 2 x1t 2 x1v 2 \
        x1x 2 x1z 2 x21 2 x23 2 x25 2 x27 2 x29 2 x2b 2 x2d 2 x2f 2 x2h 2 x2j 2 x2l 2 x2n b x2y 2 x30 2 5tl 1 x33 2 \
        x35 2 x37 2 x39 2 x3b 5 x3g 2 h1 3 x3l 2 x3n 4 x3r 2 x3t 2 x3v 2 x3x 2 x3z 2 x41 2 x43 2 x45 2 x47 2 x49 2 h2 \
        1 gs 1 gx 1 h8 1 h6 2 im 1 hz 1 il 1 xub 1 x4l 2 x4n 2 x4p 2 x4r 2 x4t 2 x4v 2 x4x 2 x4z 2 x3o 1 hu 1 5u6 1 \
        x54 2 x56 2 h0 1 x59 2 x5b 2 x5d 2 x5f 2 x5h 2 x5j 2 x5l 2 x5n 2 bf p x6e h7w 1ef5 1 1ef6 1 1ef7 1 1ef8 1 1ef9 \
        1 1efa 1 1efb 1 1efc 1 1efd 1 1efe 1 1eff 1 1efg 1 1efh 1 1efi 1 1efj 1 1efk 1 1efl 1 1efm 1 1efn 1 1efo 1 \
        1efp 1 1efq 1 1efr 1 1efs 1 1eft 1 1efu xy 1fe0 1 1fe1 1 1fe2 1 1fe3 1 1fe4 1 1fe5 1 1fe6 1 1fe7 1 1fe8 1 1fe9 \
        1 1fea 1 1feb 1 1fec 1 1fed 1 1fee 1 1fef 1 1feg 1 1feh 1 1fei 1 1fej 1 1fek 1 1fel 1 1fem 1 1fen 1 1feo 1 \
        1fep 1 1feq 1 1fer 1 1fes 1 1fet 1 1feu 1 1fev 1 1few 1 1fex 1 1fey 1 1fez 1 1ff0 1 1ff1 1 1ff2 1 1ff3 3t 1fiw \
        1 1fix 1 1fiy 1 1fiz 1 1fj0 1 1fj1 1 1fj2 1 1fj3 1 1fj4 1 1fj5 1 1fj6 1 1fj7 1 1fj8 1 1fj9 1 1fja 1 1fjb 1 \
        1fjc 1 1fjd 1 1fje 1 1fjf 1 1fjg 1 1fjh 1 1fji 1 1fjj 1 1fjk 1 1fjl 1 1fjm 1 1fjn 1 1fjo 1 1fjp 1 1fjq 1 1fjr \
        1 1fjs 1 1fjt 1 1fju 1 1fjv 4d 1fo7 1 1fo8 1 1fo9 1 1foa 1 1fob 1 1foc 1 1fod 1 1foe 1 1fof 1 1fog 1 1foh 2 \
        1foj 1 1fok 1 1fol 1 1fom 1 1fon 1 1foo 1 1fop 1 1foq 1 1for 1 1fos 1 1fot 1 1fou 1 1fov 1 1fow 1 1fox 2 1foz \
        1 1fp0 1 1fp1 1 1fp2 1 1fp3 1 1fp4 1 1fp5 2 1fp7 1 1fp8 1d7 1h34 1 1h35 1 1h36 1 1h37 1 1h38 1 1h39 1 1h3a 1 \
        1h3b 1 1h3c 1 1h3d 1 1h3e 1 1h3f 1 1h3g 1 1h3h 1 1h3i 1 1h3j 1 1h3k 1 1h3l 1 1h3m 1 1h3n 1 1h3o 1 1h3p 1 1h3q \
        1 1h3r 1 1h3s 1 1h3t 1 1h3u 1 1h3v 1 1h3w 1 1h3x 1 1h3y 1 1h3z 1 1h40 1 1h41 1 1h42 1 1h43 1 1h44 1 1h45 1 \
        1h46 1 1h47 1 1h48 1 1h49 1 1h4a 1 1h4b 1 1h4c 1 1h4d 1 1h4e 1 1h4f 1 1h4g 1 1h4h 1 1h4i 4e 1h80 1 1h81 1 1h82 \
        1 1h83 1 1h84 1 1h85 1 1h86 1 1h87 1 1h88 1 1h89 1 1h8a 1 1h8b 1 1h8c 1 1h8d 1 1h8e 1 1h8f 1 1h8g 1 1h8h 1 \
        1h8i 1 1h8j 1 1h8k 1 1h8l 27v 1jgg 1 1jgh 1 1jgi 1 1jgj 1 1jgk 1 1jgl 1 1jgm 1 1jgn 1 1jgo 1 1jgp 1 1jgq 1 \
        1jgr 1 1jgs 1 1jgt 1 1jgu 1 1jgv 1 1jgw 1 1jgx 1 1jgy 1 1jgz 1 1jh0 1 1jh1 1 1jh2 1 1jh3 1 1jh4 1 1jh5 1 1jh6 \
        1 1jh7 1 1jh8 1 1jh9 1 1jha 1 1jhb gw1 20dc 1 20dd 1 20de 1 20df 1 20dg 1 20dh 1 20di 1 20dj 1 20dk 1 20dl 1 \
        20dm 1 20dn 1 20do 1 20dp 1 20dq 1 20dr 1 20ds 1 20dt 1 20du 1 20dv 1 20dw 1 20dx 1 20dy 1 20dz 1 20e0 1 20e1 \
        1 20e2 1 20e3 1 20e4 1 20e5 1 20e6 1 20e7 1t 20fv 1 20fw 1 20fx 1 20fy 1 20fz 1 20g0 1 20g1 1 20g2 1 20g3 1 \
        20g4 1 20g5 1 20g6 1 20g7 1 20g8 1 20g9 1 20ga 1 20gb 1 20gc 1 20gd 1 20ge 1 20gf 1 20gg 1 20gh 1 20gi 1 20gj \
        o5k 2oma 1 2omb 1 2omc 1 2omd 1 2ome 1 2omf 1 2omg 1 2omh 1 2omi 1 2omj 1 2omk 1 2oml 1 2omm 1 2omn 1 2omo 1 \
        2omp 1 2omq 1 2omr 1 2oms 1 2omt 1 2omu 1 2omv 1 2omw 1 2omx 1 2omy 1 2omz 1 2on0 1 2on1 1 2on2 1 2on3 1 2on4 \
        1 2on5 1 2on6 1 2on7
        """
}
