package tandem.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** There is no build step that would notice a wrong import; and the page is served under a policy that allows nothing inline. */
class ServedFilesTest {
    private static final Pattern IN_HTML = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"");
    private static final Pattern IMPORT = Pattern.compile("\\bfrom '([^']+)'");
    private static final Pattern INLINE = Pattern.compile("\\sstyle=|\\son\\w+=|<style|<script(?![^>]*\\ssrc=)");
    private static final Pattern AS_HTML =
            Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|'style'|\\beval\\(");
    private static final Pattern ASKED = Pattern.compile("byId\\('([\\w-]+)'\\)");

    @Test
    void everyFileThatIsNamedIsServed() {
        Set<String> named = new TreeSet<>();
        for (String page : WebFiles.pages()) {
            named.addAll(found(IN_HTML, WebFiles.text(page)));
        }
        for (String module : WebFiles.modules()) {
            found(IMPORT, WebFiles.text(module)).forEach(from -> named.add(address(module, from)));
        }
        Set<String> served = new TreeSet<>();
        WebFiles.all().forEach(name -> served.add(name.equals("client.mjs") ? "/client.mjs" : "/web/" + name));
        served.add("/");
        named.removeAll(served);
        assertEquals(Set.of(), named);
    }

    @Test
    void nothingIsInline() {
        for (String page : WebFiles.pages()) {
            assertEquals(
                    List.of(),
                    INLINE.matcher(WebFiles.text(page))
                            .results()
                            .map(MatchResult::group)
                            .toList(),
                    page);
        }
    }

    @Test
    void nothingIsWrittenAsHtml() {
        for (String module : WebFiles.modules()) {
            assertEquals(
                    List.of(),
                    AS_HTML.matcher(WebFiles.text(module))
                            .results()
                            .map(MatchResult::group)
                            .toList(),
                    module);
        }
    }

    @Test
    void everyElementThatIsAskedForByItsIdIsOnThePage() {
        String page = WebFiles.text("room.html");
        Set<String> missing = new TreeSet<>();
        for (String module : WebFiles.modules()) {
            String its = module.equals("index.mjs") ? WebFiles.text("index.html") : page;
            found(ASKED, WebFiles.text(module)).stream()
                    .filter(id -> !its.contains("id=\"" + id + "\""))
                    .forEach(missing::add);
        }
        assertEquals(Set.of(), missing);
    }

    /** Where an import leads, from where the module is served: client.mjs at the root, all others in one folder. */
    private static String address(String module, String from) {
        if (from.startsWith("/")) {
            return from;
        }
        String folder = module.equals("client.mjs") ? "/" : "/web/";
        return folder + from.substring("./".length());
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
