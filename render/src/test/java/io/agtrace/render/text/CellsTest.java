package io.agtrace.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
    @Test
    void countsColumnsAsTerminalsDo() {
        assertThat(Cells.width("abc")).isEqualTo(3);
        assertThat(Cells.width("研究者")).isEqualTo(6);
        assertThat(Cells.width("cafe\u0301")).isEqualTo(4);
        assertThat(Cells.width("🚀")).isEqualTo(2);
        assertThat(Cells.width("🇫🇷")).isEqualTo(2);
        assertThat(Cells.width("עברית")).isEqualTo(5);
        assertThat(Cells.width("█▏━╸✗◆✦⚒⇄≡↻")).isEqualTo(11);
    }

    @Test
    void cutsOnlyBetweenWholeCharacters() {
        assertThat(Cells.fit("research", 8, "…")).isEqualTo("research");
        assertThat(Cells.fit("researcher", 8, "…")).isEqualTo("researc…");
        assertThat(Cells.fit("研究者二号", 6, "…")).isEqualTo("研究…");
        assertThat(Cells.fit("e\u0301e\u0301e\u0301", 2, "…")).isEqualTo("e\u0301…");
        assertThat(Cells.fit("🇫🇷🇩🇪🇯🇵", 5, "…")).isEqualTo("🇫🇷🇩🇪…");
        assertThat(Cells.fit("🇫🇷🇩🇪🇯🇵", 4, "…")).isEqualTo("🇫🇷…");
        assertThat(Cells.fit("abcdef", 4, "...")).isEqualTo("a...");
        assertThat(Cells.fit("abcdef", 2, "...")).isEqualTo("..");
        assertThat(Cells.fit("abcdef", 0, "…")).isEmpty();
    }

    @Test
    void isolatesTextThatRunsFromRightToLeftOnTerminalsOnly() {
        Theme terminal = new Theme(true, true);
        Theme plain = new Theme(false, true);

        assertThat(new Line(terminal, 80).add("שלום").add(" 12 ms").toString())
                .isEqualTo("\u2068שלום\u2069 12 ms");
        assertThat(new Line(plain, 80).add("שלום").add(" 12 ms").toString())
                .isEqualTo("שלום 12 ms");
    }
}
