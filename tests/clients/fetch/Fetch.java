import java.io.FileInputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Scanner;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends one request with java.net.http. The task comes on stdin, one value a line: proxy host, proxy port, user name,
 * secret, certificate file, URL, and the file to send if there is one. The body goes to stdout, `STATUS WORDS` to stderr.
 */
final class Fetch {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static SSLContext trust(String certificateFile) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (FileInputStream file = new FileInputStream(certificateFile)) {
            store.setCertificateEntry("origin", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    public static void main(String[] args) throws Exception {
        Scanner task = new Scanner(System.in);
        InetSocketAddress proxy = new InetSocketAddress(task.nextLine(), Integer.parseInt(task.nextLine()));
        PasswordAuthentication login = new PasswordAuthentication(task.nextLine(), task.nextLine().toCharArray());
        HttpClient client = HttpClient.newBuilder()
            .proxy(ProxySelector.of(proxy))
            .authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return login;
                }
            })
            .sslContext(trust(task.nextLine()))
            .connectTimeout(DEADLINE)
            .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(task.nextLine())).timeout(DEADLINE);
        if (task.hasNextLine()) {
            request.POST(HttpRequest.BodyPublishers.ofFile(Path.of(task.nextLine())));
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            System.out.write(answer.body());
            System.out.flush();
            System.err.println(answer.statusCode());
        } catch (IOException error) {
            System.err.println("0 " + error.getMessage());
        }
    }
}
