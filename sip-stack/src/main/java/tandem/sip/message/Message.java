package tandem.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tandem.sip.Body;

/**
 * A SIP message that can be changed: its header fields in order as text, its body, and typed views made when they are asked for
 * and kept until the field changes. Belongs to one loop.
 */
public abstract sealed class Message permits Request, Response {
    private static final byte[] NO_OCTETS = {};

    private final List<Field> fields;
    private final Charset charset;
    private byte[] content;
    private @Nullable NameAddr from;
    private @Nullable NameAddr to;
    private @Nullable CSeq cseq;
    private @Nullable Via topVia;
    private @Nullable List<NameAddr> contacts;

    Message(List<Field> fields, byte[] content, Charset charset) {
        this.fields = fields;
        this.content = content;
        this.charset = charset;
    }

    Message() {
        this(new ArrayList<>(16), NO_OCTETS, StandardCharsets.UTF_8);
    }

    /** One header field: canonical name, value unfolded and stripped. */
    record Field(String name, String value) {}

    abstract void appendStartLine(StringBuilder out);

    /** The first value of that header, unfolded, or of its list; empty when absent. */
    public Optional<String> header(String name) {
        String canonical = HeaderNames.canonical(name);
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(canonical)) {
                return Optional.of(HeaderNames.isList(canonical) ? firstOf(field.value) : field.value);
            }
        }
        return Optional.empty();
    }

    private static String firstOf(String list) {
        return list.indexOf(',') < 0 ? list : Tokens.split(list, ',').getFirst();
    }

    /** All values of that header in order, lists told apart at their commas; empty parts of lists are left out. */
    public List<String> headers(String name) {
        String canonical = HeaderNames.canonical(name);
        List<String> values = new ArrayList<>(4);
        for (Field field : fields) {
            if (!field.name.equalsIgnoreCase(canonical)) {
                continue;
            }
            if (HeaderNames.isList(canonical)) {
                values.addAll(Tokens.split(field.value, ','));
            } else {
                values.add(field.value);
            }
        }
        values.removeIf(String::isEmpty);
        return values;
    }

    /** The names of its header fields in order, canonical where known, each once. */
    public List<String> names() {
        List<String> names = new ArrayList<>(fields.size());
        for (Field field : fields) {
            if (!names.contains(field.name)) {
                names.add(field.name);
            }
        }
        return names;
    }

    /** How many fields of that name there are, lists not told apart. */
    int count(String canonical) {
        int count = 0;
        for (Field field : fields) {
            count += field.name.equals(canonical) ? 1 : 0;
        }
        return count;
    }

    /** Whether that header is there. */
    public boolean has(String name) {
        String canonical = HeaderNames.canonical(name);
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(canonical)) {
                return true;
            }
        }
        return false;
    }

    /** Makes that header have this one value, in the place of its first field where it had one. Line breaks become spaces. */
    public void set(String name, String value) {
        String canonical = HeaderNames.canonical(name);
        Field field = new Field(canonical, oneLine(value));
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name.equalsIgnoreCase(canonical)) {
                fields.set(i, field);
                removeFrom(i + 1, canonical);
                forget(canonical);
                return;
            }
        }
        fields.add(field);
        forget(canonical);
    }

    /** Adds a field of that header behind the others. Line breaks become spaces. */
    public void add(String name, String value) {
        String canonical = HeaderNames.canonical(name);
        fields.add(new Field(canonical, oneLine(value)));
        forget(canonical);
    }

    /** Adds a field of that header before all others of its name. */
    public void addFirst(String name, String value) {
        String canonical = HeaderNames.canonical(name);
        int at = 0;
        while (at < fields.size() && !fields.get(at).name.equalsIgnoreCase(canonical)) {
            at++;
        }
        fields.add(at < fields.size() ? at : 0, new Field(canonical, oneLine(value)));
        forget(canonical);
    }

    /** Removes all fields of that header. */
    public void remove(String name) {
        String canonical = HeaderNames.canonical(name);
        removeFrom(0, canonical);
        forget(canonical);
    }

    private void removeFrom(int first, String canonical) {
        for (int i = fields.size() - 1; i >= first; i--) {
            if (fields.get(i).name.equalsIgnoreCase(canonical)) {
                fields.remove(i);
            }
        }
    }

    /** Replaces the first value of a list header, or removes it where {@code value} is empty. */
    private void replaceFirst(String canonical, Optional<String> value) {
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).name.equals(canonical)) {
                continue;
            }
            List<String> values = new ArrayList<>(Tokens.split(fields.get(i).value, ','));
            values.removeFirst();
            value.ifPresent(values::addFirst);
            if (values.isEmpty()) {
                fields.remove(i);
            } else {
                fields.set(i, new Field(canonical, String.join(", ", values)));
            }
            break;
        }
        forget(canonical);
    }

    private static String oneLine(String value) {
        if (value.indexOf('\r') < 0 && value.indexOf('\n') < 0) {
            return value;
        }
        return value.replace("\r\n", " ").replace('\r', ' ').replace('\n', ' ').strip();
    }

    private void forget(String canonical) {
        switch (canonical) {
            case "From" -> from = null;
            case "To" -> to = null;
            case "CSeq" -> cseq = null;
            case "Via" -> topVia = null;
            case "Contact" -> contacts = null;
            default -> {}
        }
    }

    /** Copies all fields of that header from the other message, behind what is here. */
    public void copy(String name, Message other) {
        String canonical = HeaderNames.canonical(name);
        for (Field field : other.fields) {
            if (field.name.equalsIgnoreCase(canonical)) {
                fields.add(field);
            }
        }
        forget(canonical);
    }

    /** The top Via. A message that was read has one; asking one that lacks it is an error of ours. */
    public Via topVia() {
        if (!hasVia()) {
            throw new IllegalStateException("no Via");
        }
        return Objects.requireNonNull(topVia);
    }

    /** Whether there is a top Via that can be read. */
    public boolean hasVia() {
        if (topVia == null) {
            topVia = header("Via").flatMap(Via::read).orElse(null);
        }
        return topVia != null;
    }

    /** All Vias from the top; malformed ones left out. */
    public List<Via> vias() {
        return headers("Via").stream().flatMap(each -> Via.read(each).stream()).toList();
    }

    /** Puts a Via on top. */
    public void pushVia(Via via) {
        addFirst("Via", via.toString());
    }

    /** Replaces the top Via. */
    public void replaceTopVia(Via via) {
        replaceFirst("Via", Optional.of(via.toString()));
        topVia = via;
    }

    /** Takes the top Via away. */
    public void popVia() {
        replaceFirst("Via", Optional.empty());
    }

    /** From. A message that was read has one. */
    public NameAddr from() {
        if (!hasFrom()) {
            throw new IllegalStateException("no From");
        }
        return Objects.requireNonNull(from);
    }

    boolean hasFrom() {
        if (from == null) {
            from = header("From").flatMap(NameAddr::read).orElse(null);
        }
        return from != null;
    }

    /** To. A message that was read has one. */
    public NameAddr to() {
        if (!hasTo()) {
            throw new IllegalStateException("no To");
        }
        return Objects.requireNonNull(to);
    }

    boolean hasTo() {
        if (to == null) {
            to = header("To").flatMap(NameAddr::read).orElse(null);
        }
        return to != null;
    }

    /** Sets the tag of To, keeping the rest as written. */
    public void setToTag(String tag) {
        if (toTag().isEmpty()) {
            set("To", header("To").orElseThrow() + ";tag=" + tag);
        } else {
            set("To", to().with("tag", tag).toString());
        }
    }

    /** CSeq. A message that was read has one. */
    public CSeq sequence() {
        if (!hasSequence()) {
            throw new IllegalStateException("no CSeq");
        }
        return Objects.requireNonNull(cseq);
    }

    boolean hasSequence() {
        if (cseq == null) {
            cseq = header("CSeq").flatMap(CSeq::read).orElse(null);
        }
        return cseq != null;
    }

    /** Addresses of that header in order (Route, Record-Route, Contact, P-Asserted-Identity); malformed ones left out. */
    public List<NameAddr> addresses(String name) {
        List<NameAddr> addresses = new ArrayList<>(2);
        for (String value : headers(name)) {
            NameAddr.read(value).ifPresent(addresses::add);
        }
        return addresses;
    }

    /** Route. */
    public List<NameAddr> routes() {
        return addresses("Route");
    }

    /** Record-Route. */
    public List<NameAddr> recordRoutes() {
        return addresses("Record-Route");
    }

    /** Contact; the {@code *} of a REGISTER is none of them. */
    public List<NameAddr> contacts() {
        List<NameAddr> read = contacts;
        if (read == null) {
            read = List.copyOf(addresses("Contact"));
            contacts = read;
        }
        return read;
    }

    /** Whether Contact is {@code *} (RFC 3261 10.2.2). */
    public boolean contactsAll() {
        return headers("Contact").contains("*");
    }

    /** Max-Forwards; empty when absent. */
    public OptionalInt maxForwards() {
        Optional<Long> value = header("Max-Forwards").flatMap(text -> Numbers.read(text, 255));
        return value.isPresent() ? OptionalInt.of(value.get().intValue()) : OptionalInt.empty();
    }

    /** The option tags or tokens of that header (Require, Supported, Allow, Unsupported), compared without regard to case. */
    public Set<String> tokens(String name) {
        Set<String> tokens = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        tokens.addAll(headers(name));
        return tokens;
    }

    /** RAck (RFC 3262). */
    public Optional<RAck> rack() {
        return header("RAck").flatMap(RAck::read);
    }

    /** RSeq (RFC 3262), 1 to 2^32-1. */
    public Optional<Long> rseq() {
        return header("RSeq").flatMap(text -> Numbers.read(text, 0xFFFF_FFFFL));
    }

    /** Session-Expires (RFC 4028). */
    public Optional<SessionExpires> sessionExpires() {
        return header("Session-Expires").flatMap(SessionExpires::read);
    }

    /** Min-SE in seconds (RFC 4028). */
    public Optional<Long> minSe() {
        return header("Min-SE").flatMap(Numbers::seconds);
    }

    /** Expires in seconds; what does not fit 32 bits is 2^32-1. */
    public Optional<Long> expires() {
        return header("Expires").flatMap(Numbers::seconds);
    }

    /** Retry-After in seconds (RFC 3261 20.33). */
    public Optional<Long> retryAfter() {
        return header("Retry-After").flatMap(Numbers::seconds);
    }

    /** Call-ID, or empty where a message being built has none yet. */
    public String callId() {
        return header("Call-ID").orElse("");
    }

    /** Sequence number of CSeq. */
    public long cseq() {
        return sequence().number();
    }

    /** Method of CSeq. */
    public String cseqMethod() {
        return sequence().method();
    }

    /** URI of From. */
    public String fromUri() {
        return from().uri().text();
    }

    /** Display name of From. */
    public String fromName() {
        return from().name();
    }

    /** Tag of From, or empty. */
    public String fromTag() {
        return from().tag();
    }

    /** URI of To. */
    public String toUri() {
        return to().uri().text();
    }

    /** Tag of To, or empty. */
    public String toTag() {
        return to().tag();
    }

    /** The body with its type; empty when there is none. */
    public Optional<Body> body() {
        if (content.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new Body(header("Content-Type").orElse(""), content));
    }

    /** The media type of the body in lower case without parameters, or empty. */
    public String contentType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Sets body and Content-Type. */
    public void setBody(Body body) {
        set("Content-Type", body.contentType());
        content = body.octets();
    }

    /** The message as octets, Content-Length counted. */
    public byte[] encode() {
        StringBuilder out = new StringBuilder(512);
        appendStartLine(out);
        for (Field field : fields) {
            if (!field.name.equals("Content-Length")) {
                out.append(field.name).append(": ").append(field.value).append("\r\n");
            }
        }
        out.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        byte[] head = out.toString().getBytes(charset);
        if (content.length == 0) {
            return head;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + content.length);
        whole.writeBytes(head);
        whole.writeBytes(content);
        return whole.toByteArray();
    }

    Charset charset() {
        return charset;
    }

    @Override
    public String toString() {
        return new String(encode(), charset);
    }
}
