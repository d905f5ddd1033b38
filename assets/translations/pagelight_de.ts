<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Pagelight</source>
        <translation>Über Pagelight</translation>
    </message>
    <message>
        <source>Pagelight {version}</source>
        <translation>Pagelight {version}</translation>
    </message>
    <message>
        <source>Finds pages by what they look like, on this machine alone.</source>
        <translation>Findet Seiten nach ihrem Aussehen, nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Free software under the GNU Affero General Public License, version 3 or later. Qt {qt}.</source>
        <translation>Freie Software unter der GNU Affero General Public License, Version 3 oder neuer. Qt {qt}.</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Others&apos; work</source>
        <translation>Werke anderer</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>This text was not packed with the program.</source>
        <translation>Dieser Text liegt dem Programm nicht bei.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>AddonControl</name>
    <message>
        <source>Remove the add-on “{addon}” from this machine?</source>
        <translation>Die Erweiterung „{addon}“ von diesem Rechner entfernen?</translation>
    </message>
    <message>
        <source>That frees {size}. Models and libraries stay, but its models cannot be used without it.</source>
        <translation>Das gibt {size} frei. Modelle und Bibliotheken bleiben, aber ohne die Erweiterung lassen sich ihre Modelle nicht verwenden.</translation>
    </message>
    <message>
        <source>{model} needs this add-on now. Choose it in the list, and press “Stop using” first.</source>
        <translation>{model} braucht diese Erweiterung gerade. Wählen Sie es in der Liste aus und drücken Sie zuerst „Nicht mehr verwenden“.</translation>
    </message>
</context>
<context>
    <name>AddonDialog</name>
    <message>
        <source>From the network</source>
        <translation>Aus dem Netz</translation>
    </message>
    <message>
        <source>From a folder on this computer or a stick</source>
        <translation>Aus einem Ordner auf diesem Rechner oder einem Stick</translation>
    </message>
    <message>
        <source>Where the add-on comes from</source>
        <translation>Woher die Erweiterung kommt</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>For the NVIDIA graphics card</source>
        <translation>Für die NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>For the processor</source>
        <translation>Für den Prozessor</translation>
    </message>
    <message>
        <source>What the models compute on</source>
        <translation>Womit die Modelle rechnen</translation>
    </message>
    <message>
        <source>Download uv as well</source>
        <translation>uv ebenfalls herunterladen</translation>
    </message>
    <message>
        <source>The add-on is being worked on</source>
        <translation>An der Erweiterung wird gearbeitet</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>Cancel the installation</source>
        <translation>Installation abbrechen</translation>
    </message>
    <message>
        <source>The add-on</source>
        <translation>Die Erweiterung</translation>
    </message>
    <message>
        <source>Choose the prepared folder</source>
        <translation>Den vorbereiteten Ordner wählen</translation>
    </message>
    <message>
        <source>Stopped. Nothing of it was left behind.</source>
        <translation>Abgebrochen. Es ist nichts davon zurückgeblieben.</translation>
    </message>
    <message>
        <source>Add-on “{addon}”</source>
        <translation>Erweiterung „{addon}“</translation>
    </message>
    <message>
        <source>Get the add-on “{addon}”</source>
        <translation>Die Erweiterung „{addon}“ holen</translation>
    </message>
    <message>
        <source>The add-on is being installed. That goes on when this window is closed.</source>
        <translation>Die Erweiterung wird installiert. Das läuft weiter, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Einzelheiten ausblenden</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>AddonPart</name>
    <message>
        <source>The add-on is being worked on</source>
        <translation>An der Erweiterung wird gearbeitet</translation>
    </message>
    <message>
        <source>Cancel the installation</source>
        <translation>Installation abbrechen</translation>
    </message>
    <message>
        <source>Remove the add-on</source>
        <translation>Erweiterung entfernen</translation>
    </message>
    <message>
        <source>The add-on “{addon}” is being installed…</source>
        <translation>Die Erweiterung „{addon}“ wird installiert …</translation>
    </message>
    <message>
        <source>The add-on “{addon}” is being removed…</source>
        <translation>Die Erweiterung „{addon}“ wird entfernt …</translation>
    </message>
    <message>
        <source>This model needs the add-on “{addon}” (about {size}), which is not installed.</source>
        <translation>Dieses Modell braucht die Erweiterung „{addon}“ (etwa {size}), die nicht installiert ist.</translation>
    </message>
    <message>
        <source>Show what is done…</source>
        <translation>Zeigen, was geschieht …</translation>
    </message>
    <message>
        <source>Get the add-on…</source>
        <translation>Erweiterung holen …</translation>
    </message>
    <message>
        <source>Install it again…</source>
        <translation>Erneut installieren …</translation>
    </message>
    <message>
        <source>{name} comes first.</source>
        <translation>{name} kommt zuerst.</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>Pagelight speaks this language from its next start on.</source>
        <translation>Pagelight verwendet diese Sprache ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Something went wrong inside Pagelight. You can go on; the log says more.</source>
        <translation>In Pagelight ist ein Fehler aufgetreten. Sie können weiterarbeiten; das Protokoll sagt mehr.</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>{library} – Pagelight</source>
        <translation>{library} – Pagelight</translation>
    </message>
    <message>
        <source>{library} is open in another window.</source>
        <translation>{library} ist in einem anderen Fenster geöffnet.</translation>
    </message>
    <message>
        <source>Open another library…</source>
        <translation>Andere Bibliothek öffnen …</translation>
    </message>
    <message>
        <source>New library…</source>
        <translation>Neue Bibliothek …</translation>
    </message>
    <message>
        <source>My library</source>
        <translation>Meine Bibliothek</translation>
    </message>
    <message>
        <source>Open the folder of a library</source>
        <translation>Ordner einer Bibliothek öffnen</translation>
    </message>
    <message>
        <source>Choose an empty folder for the new library</source>
        <translation>Leeren Ordner für die neue Bibliothek wählen</translation>
    </message>
    <message>
        <source>{folder} is not a library of Pagelight. To keep a new one there, choose “New library…”; to search the files in it, choose “Add folder…”.</source>
        <translation>{folder} ist keine Bibliothek von Pagelight. Um dort eine neue anzulegen, wählen Sie „Neue Bibliothek …“; um die Dateien darin zu durchsuchen, wählen Sie „Ordner hinzufügen …“.</translation>
    </message>
    <message>
        <source>There are files in {folder}. A new library needs an empty folder.</source>
        <translation>In {folder} liegen Dateien. Eine neue Bibliothek braucht einen leeren Ordner.</translation>
    </message>
</context>
<context>
    <name>DocumentPages</name>
    <message>
        <source>page {number}, answers</source>
        <translation>Seite {number}, Treffer</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>Seite {number}</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Drop to add to the library</source>
        <translation>Hier ablegen, um zur Bibliothek hinzuzufügen</translation>
    </message>
    <message>
        <source>A picture dropped on the search field finds pages that look like it.</source>
        <translation>Ein auf dem Suchfeld abgelegtes Bild findet Seiten, die ihm ähnlich sehen.</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>connection timed out</source>
        <translation>Zeitüberschreitung bei der Verbindung</translation>
    </message>
    <message>
        <source>device or resource busy</source>
        <translation>Gerät oder Ressource belegt</translation>
    </message>
    <message>
        <source>directory not empty</source>
        <translation>Ordner nicht leer</translation>
    </message>
    <message>
        <source>disk quota exceeded</source>
        <translation>zugeteilter Speicherplatz überschritten</translation>
    </message>
    <message>
        <source>file name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>host is down</source>
        <translation>Gegenstelle nicht in Betrieb</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>kein Weg zur Gegenstelle</translation>
    </message>
    <message>
        <source>no space left on device</source>
        <translation>kein Speicherplatz mehr frei</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>Vorgang nicht erlaubt</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>schreibgeschütztes Dateisystem</translation>
    </message>
    <message>
        <source>stale file handle</source>
        <translation>Datei nicht mehr erreichbar</translation>
    </message>
    <message>
        <source>too many open files</source>
        <translation>zu viele offene Dateien</translation>
    </message>
    <message>
        <source>This question could not be answered because of an error in Pagelight.</source>
        <translation>Diese Suchanfrage konnte wegen eines Fehlers in Pagelight nicht beantwortet werden.</translation>
    </message>
    <message>
        <source>No words can be read in this picture, and no model that knows pictures is in use.</source>
        <translation>In diesem Bild sind keine Wörter lesbar, und es wird kein Modell verwendet, das Bilder kennt.</translation>
    </message>
    <message>
        <source>{0} cannot be reached now, so it cannot be searched by.</source>
        <translation>{0} ist derzeit nicht erreichbar, daher kann nicht damit gesucht werden.</translation>
    </message>
    <message>
        <source>No file fits {0}.</source>
        <translation>Keine Datei passt zu {0}.</translation>
    </message>
    <message>
        <source>No good match for {0}.</source>
        <translation>Kein guter Treffer für {0}.</translation>
    </message>
    <message>
        <source>No good match for “{0}”.</source>
        <translation>Kein guter Treffer für „{0}“.</translation>
    </message>
    <message>
        <source>These pages come nearest.</source>
        <translation>Diese Seiten kommen dem am nächsten.</translation>
    </message>
    <message>
        <source>This document</source>
        <translation>Dieses Dokument</translation>
    </message>
    <message>
        <source>{0} names no folder, so it was left out. Try in:letters.</source>
        <translation>{0} nennt keinen Ordner und wurde daher ausgelassen. Versuchen Sie in:briefe.</translation>
    </message>
    <message>
        <source>{0} is no type of file that is searched, so it was left out. Try type:pdf or type:png.</source>
        <translation>{0} ist kein Dateityp, der durchsucht wird, und wurde daher ausgelassen. Versuchen Sie type:pdf oder type:png.</translation>
    </message>
    <message>
        <source>{0} is not a date, so it was left out. Try {1}:2024 or {2}:2024-03-15.</source>
        <translation>{0} ist kein Datum und wurde daher ausgelassen. Versuchen Sie {1}:2024 oder {2}:2024-03-15.</translation>
    </message>
    <message>
        <source>There is no profile {0}. There are: {1}.</source>
        <translation>Es gibt kein Profil {0}. Es gibt: {1}.</translation>
    </message>
    <message>
        <source>{0} is the built-in model, which is always in use.</source>
        <translation>{0} ist das eingebaute Modell, das immer verwendet wird.</translation>
    </message>
    <message>
        <source>{0} is in use, or nothing here was made by it.</source>
        <translation>{0} wird verwendet, oder es gibt hier keine Ergebnisse von ihm.</translation>
    </message>
    <message>
        <source>{0} cannot be used because of an error in Pagelight. Nothing else is affected.</source>
        <translation>{0} kann wegen eines Fehlers in Pagelight nicht verwendet werden. Sonst ist nichts betroffen.</translation>
    </message>
    <message>
        <source>Another model was chosen in the meantime.</source>
        <translation>Inzwischen wurde ein anderes Modell gewählt.</translation>
    </message>
    <message>
        <source>None of the library&apos;s files can be read now, so there is nothing to compare on. Connect their drive.</source>
        <translation>Derzeit ist keine Datei der Bibliothek lesbar, daher gibt es nichts, woran sich vergleichen lässt. Schließen Sie das Laufwerk an, auf dem sie liegen.</translation>
    </message>
    <message>
        <source>There are no pages to compare on yet. Add some first.</source>
        <translation>Es gibt noch keine Seiten, an denen sich vergleichen lässt. Fügen Sie zuerst welche hinzu.</translation>
    </message>
    <message>
        <source>The library has no page to make a question of.</source>
        <translation>Die Bibliothek hat keine Seite, aus der sich eine Suchanfrage bilden lässt.</translation>
    </message>
    <message>
        <source>Profiles could not be compared because of an error in Pagelight.</source>
        <translation>Die Profile konnten wegen eines Fehlers in Pagelight nicht verglichen werden.</translation>
    </message>
    <message>
        <source>{0} cannot be reached now, so its pages cannot be shown.</source>
        <translation>{0} ist derzeit nicht erreichbar, daher können die Seiten nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>What this would take cannot be said because of an error in Pagelight. It can be added all the same.</source>
        <translation>Wegen eines Fehlers in Pagelight lässt sich der Aufwand nicht angeben. Sie können die Dateien trotzdem hinzufügen.</translation>
    </message>
    <message>
        <source>{0} has to end with .pdf or .csv.</source>
        <translation>{0} muss auf .pdf oder .csv enden.</translation>
    </message>
    <message>
        <source>{0} could not be written in {1} ({2}). Try another place.</source>
        <translation>{0} konnte nicht in {1} geschrieben werden ({2}). Versuchen Sie es an einem anderen Ort.</translation>
    </message>
    <message>
        <source>None of these pages can be shown now, so nothing was written.</source>
        <translation>Keine dieser Seiten kann derzeit gezeigt werden, daher wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>This file could not be written because of an error in Pagelight.</source>
        <translation>Diese Datei konnte wegen eines Fehlers in Pagelight nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>It is tried again once the file is replaced.</source>
        <translation>Sobald die Datei ersetzt wird, wird es erneut versucht.</translation>
    </message>
    <message>
        <source>{0} does not exist.</source>
        <translation>{0} gibt es nicht.</translation>
    </message>
    <message>
        <source>{0} is missing in {1}.</source>
        <translation>{0} fehlt in {1}.</translation>
    </message>
    <message>
        <source>{0} in {1} has no checksum, so nothing is installed.</source>
        <translation>{0} in {1} hat keine Prüfsumme, daher wird nichts installiert.</translation>
    </message>
    <message>
        <source>{0} holds no list of checksums ({1}), so nothing is installed from it.</source>
        <translation>{0} enthält keine Liste der Prüfsummen ({1}), daher wird daraus nichts installiert.</translation>
    </message>
    <message>
        <source>{0} cannot be understood: {1}</source>
        <translation>{0} ist nicht verständlich: {1}</translation>
    </message>
    <message>
        <source>{0} in {1} is not what was prepared, so nothing is installed. Copy it again.</source>
        <translation>{0} in {1} ist nicht das, was vorbereitet wurde, daher wird nichts installiert. Kopieren Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>{0} could not be read: {1}.</source>
        <translation>{0} konnte nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>Comparing the files with their checksums</source>
        <translation>Die Dateien werden mit ihren Prüfsummen verglichen</translation>
    </message>
    <message>
        <source>Installing the libraries</source>
        <translation>Die Programmbibliotheken werden installiert</translation>
    </message>
    <message>
        <source>Trying them</source>
        <translation>Sie werden ausprobiert</translation>
    </message>
    <message>
        <source>Unpacking Python</source>
        <translation>Python wird entpackt</translation>
    </message>
    <message>
        <source>Copying the model {0} to {1}</source>
        <translation>Das Modell {0} wird nach {1} kopiert</translation>
    </message>
    <message>
        <source>There is no add-on {0}. There are: {1}.</source>
        <translation>Es gibt keine Erweiterung {0}. Es gibt: {1}.</translation>
    </message>
    <message>
        <source>Add-ons are installed by uv, which is not on this machine. Install it (https://docs.astral.sh/uv/getting-started/installation), or have it downloaded as well: --fetch-uv</source>
        <translation>Erweiterungen werden von uv installiert, das nicht auf diesem Rechner ist. Installieren Sie es (https://docs.astral.sh/uv/getting-started/installation), oder lassen Sie es ebenfalls herunterladen: --fetch-uv</translation>
    </message>
    <message>
        <source>The add-on {0} is not installed.</source>
        <translation>Die Erweiterung {0} ist nicht installiert.</translation>
    </message>
    <message>
        <source>{0} did not say why.</source>
        <translation>{0} hat nicht gesagt, warum.</translation>
    </message>
    <message>
        <source>The add-on could not be installed: {0}</source>
        <translation>Die Erweiterung konnte nicht installiert werden: {0}</translation>
    </message>
    <message>
        <source>{0} cannot be started: {1}.</source>
        <translation>{0} lässt sich nicht starten: {1}.</translation>
    </message>
    <message>
        <source>{0} could not be deleted: {1}. Stop using its models first: pagelight models stop</source>
        <translation>{0} konnte nicht gelöscht werden: {1}. Beenden Sie zuerst die Verwendung der zugehörigen Modelle: pagelight models stop</translation>
    </message>
    <message>
        <source>The add-on could not be installed in {0}: {1}.</source>
        <translation>Die Erweiterung konnte nicht in {0} installiert werden: {1}.</translation>
    </message>
    <message>
        <source>There is no model {0}. There are: {1}.</source>
        <translation>Es gibt kein Modell {0}. Es gibt: {1}.</translation>
    </message>
    <message>
        <source>The built-in model is always in use.</source>
        <translation>Das eingebaute Modell wird immer verwendet.</translation>
    </message>
    <message>
        <source>{0} is not on this machine yet: download it first.</source>
        <translation>{0} ist noch nicht auf diesem Rechner: Laden Sie es zuerst herunter.</translation>
    </message>
    <message>
        <source>{0} needs the add-on {1}, which is not installed. Get it with a model of that family in the window of models, or by: pagelight addons install {2}</source>
        <translation>{0} braucht die Erweiterung {1}, die nicht installiert ist. Holen Sie sie bei einem Modell dieser Familie im Fenster „Modelle“ oder mit: pagelight addons install {2}</translation>
    </message>
    <message>
        <source>{0} needs what is not installed ({1}): pagelight addons install {2}, or in a Python of your own: pip install &apos;pagelight[{3}]&apos;</source>
        <translation>{0} braucht etwas, das nicht installiert ist ({1}): pagelight addons install {2}, oder in einem eigenen Python: pip install &apos;pagelight[{3}]&apos;</translation>
    </message>
    <message>
        <source>{0} did not arrive whole. Try again.</source>
        <translation>{0} ist nicht vollständig angekommen. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} needs about {1} GB of memory, and this machine has {2} GB. Choose a smaller model, or download it all the same for a graphics card.</source>
        <translation>{0} braucht etwa {1} GB Arbeitsspeicher, und dieser Rechner hat {2} GB. Wählen Sie ein kleineres Modell, oder laden Sie es für eine Grafikkarte trotzdem herunter.</translation>
    </message>
    <message>
        <source>{0} is a folder of yours, which Pagelight does not delete.</source>
        <translation>{0} ist ein Ordner von Ihnen, den Pagelight nicht löscht.</translation>
    </message>
    <message>
        <source>{0} is not on this machine, so there is nothing to remove.</source>
        <translation>{0} ist nicht auf diesem Rechner, daher gibt es nichts zu entfernen.</translation>
    </message>
    <message>
        <source>{0} is not on this machine, or not whole. To download it: pagelight models get {1}</source>
        <translation>{0} ist nicht oder nicht vollständig auf diesem Rechner. Zum Herunterladen: pagelight models get {1}</translation>
    </message>
    <message>
        <source>{0} is a folder of yours: nobody has said what its files have to be.</source>
        <translation>{0} ist ein Ordner von Ihnen: Wie seine Dateien sein müssen, ist nirgends festgehalten.</translation>
    </message>
    <message>
        <source>{0} holds no model: it needs weights in safetensors, and the files that describe them.</source>
        <translation>{0} enthält kein Modell: Nötig sind Gewichte in safetensors und die Dateien, die sie beschreiben.</translation>
    </message>
    <message>
        <source>The built-in model is part of Pagelight: there is nothing to download, check or remove.</source>
        <translation>Das eingebaute Modell gehört zu Pagelight: Es gibt nichts herunterzuladen, zu prüfen oder zu entfernen.</translation>
    </message>
    <message>
        <source>{0} cannot be removed by itself. Delete the folder {1}.</source>
        <translation>{0} lässt sich nicht für sich allein entfernen. Löschen Sie den Ordner {1}.</translation>
    </message>
    <message>
        <source>{0} could not be removed. Close what uses it, then try again.</source>
        <translation>{0} konnte nicht entfernt werden. Schließen Sie, was es verwendet, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} of {1} is not as it was published: it was changed, or the disk is failing. Download it anew: pagelight models remove {2}, then pagelight models get {3}</source>
        <translation>{0} von {1} ist nicht so, wie es veröffentlicht wurde: Die Datei wurde verändert, oder der Datenträger ist defekt. Laden Sie das Modell neu herunter: pagelight models remove {2}, dann pagelight models get {3}</translation>
    </message>
    <message>
        <source>{0} was downloaded by another program, which did not note what its files have to be.</source>
        <translation>{0} wurde von einem anderen Programm heruntergeladen, das nicht festgehalten hat, wie die Dateien sein müssen.</translation>
    </message>
    <message>
        <source>{0} has no weights that Pagelight can use. Choose another model.</source>
        <translation>{0} hat keine Gewichte, die Pagelight verwenden kann. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The download takes {0} GB, and the disk of {1} has only {2} GB free. Make room, or set HF_HOME to a folder on another disk.</source>
        <translation>Der Download braucht {0} GB, und auf dem Datenträger von {1} sind nur {2} GB frei. Schaffen Sie Platz, oder setzen Sie HF_HOME auf einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>{0} was changed on Hugging Face in the meantime. Try again.</source>
        <translation>{0} wurde inzwischen auf Hugging Face geändert. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} of {1} did not arrive as it was published, and was deleted. Try again; if it happens again, something between you and Hugging Face changes what you download.</source>
        <translation>{0} von {1} ist nicht so angekommen, wie es veröffentlicht wurde, und wurde gelöscht. Versuchen Sie es erneut; wenn es wieder geschieht, verändert etwas zwischen Ihnen und Hugging Face, was Sie herunterladen.</translation>
    </message>
    <message>
        <source>Hugging Face does not say what {0} of {1} is. Try again later.</source>
        <translation>Hugging Face gibt nicht an, was {0} von {1} ist. Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>The weights of {0} come in a form that can hold programs (pickle), which Pagelight never opens. Look for a version in safetensors.</source>
        <translation>Die Gewichte von {0} haben ein Format, das Programme enthalten kann (pickle) und das Pagelight niemals öffnet. Suchen Sie nach einer Fassung in safetensors.</translation>
    </message>
    <message>
        <source>This model adds to another, but does not say which. Choose another model.</source>
        <translation>Dieses Modell ergänzt ein anderes, gibt aber nicht an, welches. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{0} of {1} did not arrive. Try again.</source>
        <translation>{0} von {1} ist nicht angekommen. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} of {1} breaks off again and again. Check the connection, then run the same again: what has arrived is kept.</source>
        <translation>{0} von {1} bricht immer wieder ab. Prüfen Sie die Verbindung, und starten Sie das Herunterladen noch einmal: Was schon da ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>{0} is being downloaded by another Pagelight. Wait for it.</source>
        <translation>{0} wird gerade von einem anderen Pagelight heruntergeladen. Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>The files of {0} cannot be written: {1}.</source>
        <translation>Die Dateien von {0} können nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>{0} is not on this machine, and HF_HUB_OFFLINE forbids downloading it. Unset it and try again.</source>
        <translation>{0} ist nicht auf diesem Rechner, und HF_HUB_OFFLINE verbietet das Herunterladen. Heben Sie das auf, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} is only for people who accepted its licence. Accept it at {1}, sign in with `hf auth login`, and try again.</source>
        <translation>{0} ist nur für Personen, die die Lizenz angenommen haben. Nehmen Sie sie auf {1} an, melden Sie sich mit `hf auth login` an, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} has no such revision. Choose one that is listed at {1}/commits/main.</source>
        <translation>{0} hat diese Revision nicht. Wählen Sie eine, die auf {1}/commits/main aufgeführt ist.</translation>
    </message>
    <message>
        <source>There is no model {0} on Hugging Face, or it is private. Check the name; if it is private, sign in with `hf auth login`.</source>
        <translation>Auf Hugging Face gibt es kein Modell {0}, oder es ist privat. Prüfen Sie den Namen; wenn es privat ist, melden Sie sich mit `hf auth login` an.</translation>
    </message>
    <message>
        <source>Hugging Face does not let you download {0}. See {1}, sign in with `hf auth login`, and try again.</source>
        <translation>Hugging Face lässt Sie {0} nicht herunterladen. Lesen Sie {1}, melden Sie sich mit `hf auth login` an, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} lacks a file that it should have. See {1}.</source>
        <translation>{0} fehlt eine Datei, die da sein sollte. Siehe {1}.</translation>
    </message>
    <message>
        <source>Hugging Face does not work now (it answers {0}). Try again later.</source>
        <translation>Hugging Face funktioniert derzeit nicht (Antwort: {0}). Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>Hugging Face cannot be reached, and {0} is not on this machine. Connect to the network and try again.</source>
        <translation>Hugging Face ist nicht erreichbar, und {0} ist nicht auf diesem Rechner. Stellen Sie eine Verbindung zum Netz her, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The disk is full. Make room, then try again: what has arrived is kept.</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz, und versuchen Sie es erneut: Was schon da ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The list of downloaded models cannot be read. Delete {0}: the models themselves stay.</source>
        <translation>Die Liste der heruntergeladenen Modelle ist nicht lesbar. Löschen Sie {0}: Die Modelle selbst bleiben.</translation>
    </message>
    <message>
        <source>What was downloaded could not be noted in {0}: {1}.</source>
        <translation>Was heruntergeladen wurde, konnte nicht in {0} festgehalten werden: {1}.</translation>
    </message>
    <message>
        <source>uv is not in what its makers publish any more. Install it yourself.</source>
        <translation>uv ist in dem, was seine Hersteller veröffentlichen, nicht mehr enthalten. Installieren Sie es selbst.</translation>
    </message>
    <message>
        <source>There is no uv for {0} on {1} that Pagelight knows of.</source>
        <translation>Pagelight kennt kein uv für {0} auf {1}.</translation>
    </message>
    <message>
        <source>uv did not arrive as its makers published it, so it is not used. Try again later.</source>
        <translation>uv ist nicht so angekommen, wie seine Hersteller es veröffentlicht haben, daher wird es nicht verwendet. Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>uv could not be downloaded from {0}: {1}</source>
        <translation>uv konnte nicht von {0} heruntergeladen werden: {1}</translation>
    </message>
    <message>
        <source>uv could not be written to {0}: {1}.</source>
        <translation>uv konnte nicht nach {0} geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>Downloading uv: {0} MB</source>
        <translation>uv wird heruntergeladen: {0} MB</translation>
    </message>
    <message>
        <source>The settings could not be read, so the usual ones are used. The old file was kept as {0}.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden, daher werden die üblichen verwendet. Die alte Datei wurde als {0} aufbewahrt.</translation>
    </message>
    <message>
        <source>The settings could not be saved in {0}: {1}.</source>
        <translation>Die Einstellungen konnten nicht in {0} gespeichert werden: {1}.</translation>
    </message>
    <message>
        <source>The settings in {0} could not be read ({1}), so the usual ones are used.</source>
        <translation>Die Einstellungen in {0} konnten nicht gelesen werden ({1}), daher werden die üblichen verwendet.</translation>
    </message>
    <message>
        <source>Work on the library stopped because of an error in Pagelight. What is indexed can be searched; resume to retry.</source>
        <translation>Die Arbeit an der Bibliothek wurde wegen eines Fehlers in Pagelight angehalten. Was eingelesen ist, kann durchsucht werden; setzen Sie das Einlesen fort, um es erneut zu versuchen.</translation>
    </message>
    <message>
        <source>The search engine stopped unexpectedly and is being started again.</source>
        <translation>Die Suche wurde unerwartet beendet und wird neu gestartet.</translation>
    </message>
    <message>
        <source>The library could not be opened.</source>
        <translation>Die Bibliothek konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The search engine stopped several times in a row. Your files are untouched; restart Pagelight to go on.</source>
        <translation>Die Suche wurde mehrmals nacheinander beendet. Ihre Dateien sind unverändert; starten Sie Pagelight neu, um fortzufahren.</translation>
    </message>
    <message>
        <source>The search engine stopped while it worked on this. Please try again.</source>
        <translation>Die Suche wurde beendet, während sie daran arbeitete. Bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The search engine is not running.</source>
        <translation>Die Suche läuft nicht.</translation>
    </message>
    <message>
        <source>The library {0} was made by a newer Pagelight. Update Pagelight, or choose another library.</source>
        <translation>Die Bibliothek {0} wurde von einem neueren Pagelight erstellt. Aktualisieren Sie Pagelight, oder wählen Sie eine andere Bibliothek.</translation>
    </message>
    <message>
        <source>{0} cannot be understood. Move the folder {1} away to begin a new library.</source>
        <translation>{0} ist nicht verständlich. Verschieben Sie den Ordner {1} an einen anderen Ort, um eine neue Bibliothek zu beginnen.</translation>
    </message>
    <message>
        <source>The disk that holds the library is full. Make room, then resume.</source>
        <translation>Der Datenträger mit der Bibliothek ist voll. Schaffen Sie Platz, und setzen Sie das Einlesen dann fort.</translation>
    </message>
    <message>
        <source>{0} has stopped, {1}. Pages are still found in all other ways.</source>
        <translation>{0} wurde beendet, {1}. Seiten werden weiterhin auf alle anderen Arten gefunden.</translation>
    </message>
    <message>
        <source>The model could not be loaded ({0}).</source>
        <translation>Das Modell konnte nicht geladen werden ({0}).</translation>
    </message>
    <message>
        <source>The Python that {0} needs cannot be started: {1}.</source>
        <translation>Das Python, das {0} braucht, lässt sich nicht starten: {1}.</translation>
    </message>
    <message>
        <source>The model failed ({0}).</source>
        <translation>Das Modell ist fehlgeschlagen ({0}).</translation>
    </message>
    <message>
        <source>{0} gives answers that cannot be understood ({1}).</source>
        <translation>{0} gibt Antworten, die nicht verständlich sind ({1}).</translation>
    </message>
    <message>
        <source>most likely for lack of memory</source>
        <translation>höchstwahrscheinlich aus Mangel an Arbeitsspeicher</translation>
    </message>
    <message>
        <source>unexpectedly</source>
        <translation>unerwartet</translation>
    </message>
    <message>
        <source>The folder “{0}” lacks the model&apos;s weights, {1}. Download it again.</source>
        <translation>Im Ordner „{0}“ fehlen die Gewichte des Modells, {1}. Laden Sie es erneut herunter.</translation>
    </message>
    <message>
        <source>The model in “{0}” wants to load a part of itself from elsewhere. Use another model.</source>
        <translation>Das Modell in „{0}“ will einen Teil von sich anderswoher laden. Verwenden Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>This model reads text as “{0}” does, which is not on this computer. Download it first.</source>
        <translation>Dieses Modell liest Text wie „{0}“, das nicht auf diesem Rechner ist. Laden Sie es zuerst herunter.</translation>
    </message>
    <message>
        <source>There is no CLIP model “{0}”. Choose the folder of a model, or one of the names that OpenCLIP knows.</source>
        <translation>Es gibt kein CLIP-Modell „{0}“. Wählen Sie den Ordner eines Modells oder einen der Namen, die OpenCLIP kennt.</translation>
    </message>
    <message>
        <source>The model “{0}” could not be loaded: its files are damaged, incomplete or of another model. Download it again.</source>
        <translation>Das Modell „{0}“ konnte nicht geladen werden: Seine Dateien sind beschädigt, unvollständig oder von einem anderen Modell. Laden Sie es erneut herunter.</translation>
    </message>
    <message>
        <source>The folder “{0}” holds no CLIP model: it needs a valid {1}. Choose the folder of a model that was made for OpenCLIP.</source>
        <translation>Der Ordner „{0}“ enthält kein CLIP-Modell: Nötig ist eine gültige Datei {1}. Wählen Sie den Ordner eines Modells, das für OpenCLIP gemacht wurde.</translation>
    </message>
    <message>
        <source>There are no weights “{0}” of “{1}”. Choose a file, or one of: {2}.</source>
        <translation>Es gibt keine Gewichte „{0}“ von „{1}“. Wählen Sie eine Datei oder eines von diesen: {2}.</translation>
    </message>
    <message>
        <source>The weights “{0}” of “{1}” could not be downloaded. Check the connection, and try again.</source>
        <translation>Die Gewichte „{0}“ von „{1}“ konnten nicht heruntergeladen werden. Prüfen Sie die Verbindung, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>“{0}” needs more than a file of weights. Choose the folder of the whole model.</source>
        <translation>„{0}“ braucht mehr als eine Datei mit Gewichten. Wählen Sie den Ordner des ganzen Modells.</translation>
    </message>
    <message>
        <source>none are published, so only a file will do</source>
        <translation>es sind keine veröffentlicht, daher ist eine Datei nötig</translation>
    </message>
    <message>
        <source>This computer has too little memory for this model. Close other programs and try again, or choose a smaller model.</source>
        <translation>Dieser Rechner hat zu wenig Arbeitsspeicher für dieses Modell. Schließen Sie andere Programme, und versuchen Sie es erneut, oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>The model in “{0}” lacks parts that are needed to find pages. Choose one that was made for it, whose name most likely begins with “Col”.</source>
        <translation>Dem Modell in „{0}“ fehlen Teile, die zum Finden von Seiten nötig sind. Wählen Sie eines, das dafür gemacht wurde; sein Name beginnt höchstwahrscheinlich mit „Col“.</translation>
    </message>
    <message>
        <source>The folder “{0}” holds no model: it needs a config.json. Choose the folder of a model.</source>
        <translation>Der Ordner „{0}“ enthält kein Modell: Nötig ist eine Datei config.json. Wählen Sie den Ordner eines Modells.</translation>
    </message>
    <message>
        <source>The model in “{0}” is a ColQwen-Omni, which cannot be used yet. Choose another model.</source>
        <translation>Das Modell in „{0}“ ist ein ColQwen-Omni, das noch nicht verwendet werden kann. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The model in “{0}” is of a kind that cannot be used here ({1}). Choose one of these: {2}.</source>
        <translation>Das Modell in „{0}“ ist von einer Art, die hier nicht verwendet werden kann ({1}). Wählen Sie eines von diesen: {2}.</translation>
    </message>
    <message>
        <source>The model in “{0}” could not be loaded: its files are damaged, incomplete or of another version. Download it again.</source>
        <translation>Das Modell in „{0}“ konnte nicht geladen werden: Seine Dateien sind beschädigt, unvollständig oder von einer anderen Version. Laden Sie es erneut herunter.</translation>
    </message>
    <message>
        <source>The model in “{0}” is an addition to “{1}”, which is not on this computer. Download that first.</source>
        <translation>Das Modell in „{0}“ ist eine Ergänzung zu „{1}“, das nicht auf diesem Rechner ist. Laden Sie zuerst jenes herunter.</translation>
    </message>
    <message>
        <source>The file “{0}” is damaged. Download the model again.</source>
        <translation>Die Datei „{0}“ ist beschädigt. Laden Sie das Modell erneut herunter.</translation>
    </message>
    <message>
        <source>The folder {0} could not be read ({1}).</source>
        <translation>Der Ordner {0} konnte nicht gelesen werden ({1}).</translation>
    </message>
    <message>
        <source>{0} could not be looked at ({1}).</source>
        <translation>{0} konnte nicht angesehen werden ({1}).</translation>
    </message>
    <message>
        <source>The library {0} has a profile, {1}, that this Pagelight does not know.</source>
        <translation>Die Bibliothek {0} hat ein Profil, {1}, das dieses Pagelight nicht kennt.</translation>
    </message>
    <message>
        <source>The library {0} has the profile {1}. Move it to {2} with: pagelight recompress --profile {3}</source>
        <translation>Die Bibliothek {0} hat das Profil {1}. Zum Wechsel auf {2}: pagelight recompress --profile {3}</translation>
    </message>
    <message>
        <source>Another profile was asked for in the meantime.</source>
        <translation>Inzwischen wurde ein anderes Profil gewählt.</translation>
    </message>
    <message>
        <source>This library does not keep exact vectors, so its {0} pages have to be read again for that. To do so: pagelight recompress --reread</source>
        <translation>Diese Bibliothek bewahrt keine genauen Vektoren auf, daher müssen ihre {0} Seiten dafür erneut gelesen werden. Das geschieht mit: pagelight recompress --reread</translation>
    </message>
    <message>
        <source>{0} could not be read again, so everything stays as it was. Repair it, give its password if it is locked, or remove it from the library, and try again.</source>
        <translation>{0} konnte nicht erneut gelesen werden, daher bleibt alles, wie es war. Reparieren Sie die Datei, geben Sie ihr Passwort ein, falls sie gesperrt ist, oder entfernen Sie sie aus der Bibliothek, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} of the library&apos;s documents cannot be reached now, so they cannot be read again. The first is {1}. Connect its drive, or remove it from the library.</source>
        <translation>Dokumente der Bibliothek, die derzeit nicht erreichbar sind und daher nicht erneut gelesen werden können: {0}. Das erste ist {1}. Schließen Sie das Laufwerk an, oder entfernen Sie es aus der Bibliothek.</translation>
    </message>
    <message>
        <source>An error in Pagelight broke it off. Everything is as it was.</source>
        <translation>Es wurde wegen eines Fehlers in Pagelight abgebrochen. Alles ist, wie es war.</translation>
    </message>
    <message>
        <source>{0} changed while it was being read. Rescan to read it again.</source>
        <translation>{0} hat sich beim Lesen geändert. Lassen Sie nach neuen und geänderten Dateien suchen, um sie erneut zu lesen.</translation>
    </message>
    <message>
        <source>Its pages are in {0}, which the built-in model does not read by look; words are found by the text layer.</source>
        <translation>Die Schrift der Seiten ({0}) liest das eingebaute Modell nicht am Aussehen; Wörter werden über die Textebene gefunden.</translation>
    </message>
    <message>
        <source>{0} is damaged: none of its pages can be read.</source>
        <translation>{0} ist beschädigt: Keine der Seiten ist lesbar.</translation>
    </message>
    <message>
        <source>{0} of {1} pages could not be read (page {2} and more).</source>
        <translation>{0} von {1} Seiten konnten nicht gelesen werden (Seite {2} und weitere).</translation>
    </message>
    <message>
        <source>{0} of {1} pages could not be read (page {2}).</source>
        <translation>{0} von {1} Seiten konnten nicht gelesen werden (Seite {2}).</translation>
    </message>
    <message>
        <source>Page {0}: {1}</source>
        <translation>Seite {0}: {1}</translation>
    </message>
    <message>
        <source>{0} could not be read ({1}).</source>
        <translation>{0} konnte nicht gelesen werden ({1}).</translation>
    </message>
    <message>
        <source>{0} took longer than {1} s to read, so it was set aside.</source>
        <translation>{0} war nach {1} s noch nicht gelesen und wurde daher zurückgestellt.</translation>
    </message>
    <message>
        <source>{0} made its reader crash, so it was set aside.</source>
        <translation>{0} hat das Leseprogramm zum Absturz gebracht und wurde daher zurückgestellt.</translation>
    </message>
    <message>
        <source>{0} needs more memory than a reader may use, so it was set aside.</source>
        <translation>{0} braucht zum Lesen mehr Arbeitsspeicher als erlaubt und wurde daher zurückgestellt.</translation>
    </message>
    <message>
        <source>{0} was not read.</source>
        <translation>{0} wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{0} could not be read because of an error in Pagelight.</source>
        <translation>{0} konnte wegen eines Fehlers in Pagelight nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{0} is no longer there.</source>
        <translation>{0} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>Armenisch</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>Bengalisch</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinesisch</translation>
    </message>
    <message>
        <source>Cyrillic</source>
        <translation>Kyrillisch</translation>
    </message>
    <message>
        <source>Devanagari</source>
        <translation>Devanagari</translation>
    </message>
    <message>
        <source>Ethiopic</source>
        <translation>Äthiopisch</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>Georgisch</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>Gujarati</translation>
    </message>
    <message>
        <source>Gurmukhi</source>
        <translation>Gurmukhi</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreanisch</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebräisch</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japanisch</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>Kannada</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>Khmer</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>Laotisch</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>Malayalam</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>Birmanisch</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>Singhalesisch</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>Tamil</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>Telugu</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>Thailändisch</translation>
    </message>
    <message>
        <source>Tibetan</source>
        <translation>Tibetisch</translation>
    </message>
    <message>
        <source>{0} cannot be drawn: the picture is damaged.</source>
        <translation>{0} kann nicht gezeichnet werden: Das Bild ist beschädigt.</translation>
    </message>
    <message>
        <source>{0} is too large a picture to open.</source>
        <translation>{0} ist als Bild zu groß, um geöffnet zu werden.</translation>
    </message>
    <message>
        <source>{0} is damaged or not a picture.</source>
        <translation>{0} ist beschädigt oder kein Bild.</translation>
    </message>
    <message>
        <source>Page {0} could not be read ({1}).</source>
        <translation>Seite {0} konnte nicht gelesen werden ({1}).</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>Tesseract is installed but does not work. Check its language files, or install it again.</source>
        <translation>Tesseract ist installiert, funktioniert aber nicht. Prüfen Sie seine Sprachdateien, oder installieren Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} has no pages that can be read.</source>
        <translation>{0} hat keine lesbaren Seiten.</translation>
    </message>
    <message>
        <source>Page {0} of {1} cannot be drawn: this part of the file is damaged.</source>
        <translation>Seite {0} von {1} kann nicht gezeichnet werden: Dieser Teil der Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>{0} is damaged or not a PDF.</source>
        <translation>{0} ist beschädigt oder kein PDF.</translation>
    </message>
    <message>
        <source>{0} is locked with a password.</source>
        <translation>{0} ist mit einem Passwort gesperrt.</translation>
    </message>
    <message>
        <source>{0} is damaged.</source>
        <translation>{0} ist beschädigt.</translation>
    </message>
    <message>
        <source>The password for {0} is wrong.</source>
        <translation>Das Passwort für {0} ist falsch.</translation>
    </message>
    <message>
        <source>{0} is neither a PDF nor a picture that Pagelight can read.</source>
        <translation>{0} ist weder ein PDF noch ein Bild, das Pagelight lesen kann.</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} ist leer.</translation>
    </message>
    <message>
        <source>{0} could not be opened ({1}).</source>
        <translation>{0} konnte nicht geöffnet werden ({1}).</translation>
    </message>
    <message>
        <source>The library {0} is open in another Pagelight. Close that one first.</source>
        <translation>Die Bibliothek {0} ist in einem anderen Pagelight geöffnet. Schließen Sie zuerst jenes.</translation>
    </message>
    <message>
        <source>The library {0} cannot be opened ({1}).</source>
        <translation>Die Bibliothek {0} kann nicht geöffnet werden ({1}).</translation>
    </message>
</context>
<context>
    <name>EstimateBar</name>
    <message>
        <source>Before adding</source>
        <translation>Vor dem Hinzufügen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Counting files and pages…</source>
        <translation>Dateien und Seiten werden gezählt …</translation>
    </message>
    <message>
        <source>{files}, {pages}</source>
        <translation>{files}, {pages}</translation>
    </message>
    <message>
        <source>Counting, so far {counted}</source>
        <translation>Es wird gezählt, bisher {counted}</translation>
    </message>
    <message>
        <source>{counted}: {disk} with the built-in model</source>
        <translation>{counted}: {disk} mit dem eingebauten Modell</translation>
    </message>
    <message>
        <source>{counted}: {time}, {disk} with the built-in model</source>
        <translation>{counted}: {time}, {disk} mit dem eingebauten Modell</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>Export the best {n} pages</source>
        <translation>Die besten {n} Seiten exportieren</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Export a table of the results</source>
        <translation>Treffer als Tabelle exportieren</translation>
    </message>
    <message>
        <source>Table of values</source>
        <translation>Wertetabelle</translation>
    </message>
    <message>
        <source>There are no results to export. Search for something first.</source>
        <translation>Es gibt keine Treffer zum Exportieren. Suchen Sie zuerst nach etwas.</translation>
    </message>
    <message>
        <source>results</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>{name} wird geschrieben …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Writing {name}: {done} of {total} pages.</source>
        <translation>{name} wird geschrieben: {done} von {total} Seiten.</translation>
    </message>
    <message>
        <source>1 page is written to {name}.</source>
        <translation>1 Seite wurde in {name} geschrieben.</translation>
    </message>
    <message>
        <source>{n} pages are written to {name}.</source>
        <translation>{n} Seiten wurden in {name} geschrieben.</translation>
    </message>
    <message>
        <source>{written} 1 page could not be drawn.</source>
        <translation>{written} 1 Seite konnte nicht gezeichnet werden.</translation>
    </message>
    <message>
        <source>{written} {n} pages could not be drawn.</source>
        <translation>{written} {n} Seiten konnten nicht gezeichnet werden.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>The results have changed meanwhile. Export them again.</source>
        <translation>Die Treffer haben sich inzwischen geändert. Exportieren Sie sie erneut.</translation>
    </message>
</context>
<context>
    <name>FailuresDialog</name>
    <message>
        <source>Files that could not be read</source>
        <translation>Nicht lesbare Dateien</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben …</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Every file could be read.</source>
        <translation>Alle Dateien konnten gelesen werden.</translation>
    </message>
    <message>
        <source>{n} files selected</source>
        <translation>{n} Dateien ausgewählt</translation>
    </message>
</context>
<context>
    <name>FailuresModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why it could not be read</source>
        <translation>Warum sie nicht gelesen werden konnte</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>1 file</source>
        <translation>1 Datei</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} Dateien</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 Seite</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} Seiten</translation>
    </message>
    <message>
        <source>about {n} pages</source>
        <translation>etwa {n} Seiten</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>1 Dokument</translation>
    </message>
    <message>
        <source>{n} documents</source>
        <translation>{n} Dokumente</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>{n} bytes</source>
        <translation>{n} Byte</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} Tage</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} h {m} min</translation>
    </message>
    <message>
        <source>{n} pages/s</source>
        <translation>{n} Seiten/s</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Search without this filter</source>
        <translation>Ohne diesen Filter suchen</translation>
    </message>
    <message>
        <source>Filter {filter}. Press to search without it.</source>
        <translation>Filter {filter}. Drücken, um ohne ihn zu suchen.</translation>
    </message>
</context>
<context>
    <name>FinishedWork</name>
    <message>
        <source>{pages} read. They can be found now.</source>
        <translation>{pages} gelesen. Sie können jetzt gefunden werden.</translation>
    </message>
    <message>
        <source>The library is up to date.</source>
        <translation>Die Bibliothek ist auf dem neuesten Stand.</translation>
    </message>
    <message>
        <source>Indexing has finished</source>
        <translation>Das Einlesen ist abgeschlossen</translation>
    </message>
    <message>
        <source>Indexing has finished – {title}</source>
        <translation>Das Einlesen ist abgeschlossen – {title}</translation>
    </message>
</context>
<context>
    <name>HitMenu</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open in the system viewer</source>
        <translation>Im Standardprogramm öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy the page as a picture</source>
        <translation>Seite als Bild kopieren</translation>
    </message>
    <message>
        <source>Copy the text of the page</source>
        <translation>Text der Seite kopieren</translation>
    </message>
    <message>
        <source>Search by this page</source>
        <translation>Mit dieser Seite suchen</translation>
    </message>
    <message>
        <source>Search in this document only</source>
        <translation>Nur in diesem Dokument suchen</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>{name}, page {number}</source>
        <translation>{name}, Seite {number}</translation>
    </message>
    <message>
        <source>{name} is removed from the library. The file itself stays where it is.</source>
        <translation>{name} wird aus der Bibliothek entfernt. Die Datei selbst bleibt, wo sie ist.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>This place cannot be reached now. Its pages stay in the library until it is there again.</source>
        <translation>Dieser Ort ist derzeit nicht erreichbar. Seine Seiten bleiben in der Bibliothek, bis er wieder da ist.</translation>
    </message>
    <message>
        <source>Paused: new files here wait until you go on.</source>
        <translation>Angehalten: Neue Dateien warten hier, bis Sie fortsetzen.</translation>
    </message>
    <message>
        <source>Changes here are noticed at once.</source>
        <translation>Änderungen werden hier sofort bemerkt.</translation>
    </message>
    <message>
        <source>Changes here are looked for now and then, and at every start.</source>
        <translation>Nach Änderungen wird hier von Zeit zu Zeit und bei jedem Start gesucht.</translation>
    </message>
    <message>
        <source>codes</source>
        <translation>Codes</translation>
    </message>
    <message>
        <source>sets</source>
        <translation>Mengen</translation>
    </message>
    <message>
        <source>codebooks</source>
        <translation>Codebücher</translation>
    </message>
    <message>
        <source>exact vectors</source>
        <translation>genaue Vektoren</translation>
    </message>
    <message>
        <source>text index</source>
        <translation>Textindex</translation>
    </message>
    <message>
        <source>text and word boxes</source>
        <translation>Text und Wortpositionen</translation>
    </message>
    <message>
        <source>meaning of passages</source>
        <translation>Bedeutung der Abschnitte</translation>
    </message>
    <message>
        <source>documents and places</source>
        <translation>Dokumente und Orte</translation>
    </message>
    <message>
        <source>other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>no files yet</source>
        <translation>noch keine Dateien</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{n} not read</source>
        <translation>{n} nicht gelesen</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>being opened</source>
        <translation>wird geöffnet</translation>
    </message>
    <message>
        <source>1 page has no text layer: it is found by how its words look and by the file&apos;s name, not by meaning.</source>
        <translation>1 Seite hat keine Textebene: Sie wird am Aussehen ihrer Wörter und am Dateinamen gefunden, nicht an ihrer Bedeutung.</translation>
    </message>
    <message>
        <source>{n} pages have no text layer: they are found by how their words look and by the file&apos;s name, not by meaning.</source>
        <translation>{n} Seiten haben keine Textebene: Sie werden am Aussehen ihrer Wörter und am Dateinamen gefunden, nicht an ihrer Bedeutung.</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Files and folders with these names are left out, and leave the library if they are in it. “*” stands for anything: *.tmp, Drafts, ~$*</source>
        <translation>Dateien und Ordner mit diesen Namen werden ausgelassen und verlassen die Bibliothek, falls sie darin sind. „*“ steht für Beliebiges: *.tmp, Entwürfe, ~$*</translation>
    </message>
    <message>
        <source>Names that are left out</source>
        <translation>Ausgelassene Namen</translation>
    </message>
    <message>
        <source>A name to leave out</source>
        <translation>Ein Name, der ausgelassen wird</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Take back in</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>Where it lies</source>
        <translation>Speicherort</translation>
    </message>
    <message>
        <source>What takes room</source>
        <translation>Platzbedarf</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>insgesamt</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Add files or a folder</source>
        <translation>Dateien oder Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Look for new and changed files</source>
        <translation>Nach neuen und geänderten Dateien suchen</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open in the system viewer</source>
        <translation>Im Standardprogramm öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Look for new and changed files here</source>
        <translation>Hier nach neuen und geänderten Dateien suchen</translation>
    </message>
    <message>
        <source>Try failed files here again</source>
        <translation>Fehlgeschlagene Dateien hier erneut versuchen</translation>
    </message>
    <message>
        <source>Go on here</source>
        <translation>Hier fortsetzen</translation>
    </message>
    <message>
        <source>Pause here</source>
        <translation>Hier anhalten</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>{documents} can be found. Pages without a text layer: {textless}.</source>
        <translation>{documents} auffindbar. Seiten ohne Textebene: {textless}.</translation>
    </message>
    <message>
        <source>Pictures of pages take no space: they are drawn when they are needed.</source>
        <translation>Bilder von Seiten brauchen keinen Platz: Sie werden bei Bedarf gezeichnet.</translation>
    </message>
    <message>
        <source>1 file could not be read</source>
        <translation>1 Datei konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>{n} files could not be read</source>
        <translation>{n} Dateien konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>List them, with what can be done</source>
        <translation>Auflisten, mit dem, was sich tun lässt</translation>
    </message>
    <message>
        <source>Go on here (Ctrl+P)</source>
        <translation>Hier fortsetzen (Strg+P)</translation>
    </message>
    <message>
        <source>Pause here (Ctrl+P)</source>
        <translation>Hier anhalten (Strg+P)</translation>
    </message>
</context>
<context>
    <name>LibraryTree</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Menu (F10)</source>
        <translation>Menü (F10)</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Documents and pictures ({types})</source>
        <translation>Dokumente und Bilder ({types})</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>No program was found that opens {path}.</source>
        <translation>Es wurde kein Programm gefunden, das {path} öffnet.</translation>
    </message>
    <message>
        <source>The folder of {path} could not be opened.</source>
        <translation>Der Ordner von {path} konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>Starting again…</source>
        <translation>Wird neu gestartet …</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Look for new and changed files</source>
        <translation>Nach neuen und geänderten Dateien suchen</translation>
    </message>
    <message>
        <source>Pause or go on indexing</source>
        <translation>Einlesen anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Try failed files again</source>
        <translation>Fehlgeschlagene Dateien erneut versuchen</translation>
    </message>
    <message>
        <source>Files that could not be read…</source>
        <translation>Nicht lesbare Dateien …</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>About Pagelight</source>
        <translation>Über Pagelight</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search by a picture…</source>
        <translation>Mit einem Bild suchen …</translation>
    </message>
    <message>
        <source>Search by a part of the page</source>
        <translation>Mit einem Ausschnitt der Seite suchen</translation>
    </message>
    <message>
        <source>Export the results as PDF…</source>
        <translation>Treffer als PDF exportieren …</translation>
    </message>
    <message>
        <source>Export the results as a table…</source>
        <translation>Treffer als Tabelle exportieren …</translation>
    </message>
    <message>
        <source>What can be typed</source>
        <translation>Was eingegeben werden kann</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear recent searches</source>
        <translation>Letzte Suchanfragen löschen</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Nächste Fundstelle</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Vorherige Fundstelle</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorherige Seite</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Copy page as picture</source>
        <translation>Seite als Bild kopieren</translation>
    </message>
    <message>
        <source>Save the page as picture…</source>
        <translation>Seite als Bild speichern …</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Pages of a document together</source>
        <translation>Seiten eines Dokuments zusammen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>An die Breite anpassen</translation>
    </message>
    <message>
        <source>Pages of the document</source>
        <translation>Seiten des Dokuments</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Wärmebild</translation>
    </message>
    <message>
        <source>Page fills the window</source>
        <translation>Seite füllt das Fenster</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Open in the system viewer</source>
        <translation>Im Standardprogramm öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download anyway</source>
        <translation>Trotzdem herunterladen</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>Herunterladen abbrechen</translation>
    </message>
    <message>
        <source>Use with this library</source>
        <translation>Für diese Bibliothek verwenden</translation>
    </message>
    <message>
        <source>Stop using</source>
        <translation>Nicht mehr verwenden</translation>
    </message>
    <message>
        <source>Remove from this machine</source>
        <translation>Von diesem Rechner entfernen</translation>
    </message>
    <message>
        <source>Remove its work</source>
        <translation>Seine Ergebnisse entfernen</translation>
    </message>
    <message>
        <source>Stopped. What has arrived is kept, and the next download goes on from there.</source>
        <translation>Abgebrochen. Was schon da ist, bleibt erhalten, und beim nächsten Mal geht es dort weiter.</translation>
    </message>
    <message>
        <source>Pages seen</source>
        <translation>Angesehene Seiten</translation>
    </message>
    <message>
        <source>Download progress</source>
        <translation>Fortschritt beim Herunterladen</translation>
    </message>
    <message>
        <source>{name} comes first.</source>
        <translation>{name} kommt zuerst.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} von {all}</translation>
    </message>
    <message>
        <source>Asking what there is to download…</source>
        <translation>Es wird nachgefragt, was herunterzuladen ist …</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>{done} of {all} pages</source>
        <translation>{done} von {all} Seiten</translation>
    </message>
    <message>
        <source>Being removed</source>
        <translation>Wird entfernt</translation>
    </message>
    <message>
        <source>Being downloaded</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Not in use, its work is kept</source>
        <translation>Nicht verwendet, seine Ergebnisse bleiben erhalten</translation>
    </message>
    <message>
        <source>In use, being loaded</source>
        <translation>Wird verwendet, wird geladen</translation>
    </message>
    <message>
        <source>In use, {seen}</source>
        <translation>Wird verwendet, {seen}</translation>
    </message>
    <message>
        <source>In use, but it failed</source>
        <translation>Wird verwendet, ist aber fehlgeschlagen</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Wird verwendet</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>Nicht heruntergeladen</translation>
    </message>
    <message>
        <source>This model looked at the library once and is not in use. What it made is kept, so that it need not look at the same pages again.</source>
        <translation>Dieses Modell hat die Bibliothek früher angesehen und wird nicht verwendet. Seine Ergebnisse bleiben erhalten, damit es dieselben Seiten nicht noch einmal ansehen muss.</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Das Modell wird geladen.</translation>
    </message>
    <message>
        <source>The model has seen all pages and answers questions.</source>
        <translation>Das Modell hat alle Seiten angesehen und beantwortet Suchanfragen.</translation>
    </message>
    <message>
        <source>Seen {seen}</source>
        <translation>Angesehen: {seen}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>noch etwa {time}</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>Diese Bibliothek</translation>
    </message>
    <message>
        <source>{rate} on the {device}</source>
        <translation>{rate} ({device})</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>Tempo hier</translation>
    </message>
    <message>
        <source>not tried yet</source>
        <translation>noch nicht ausprobiert</translation>
    </message>
    <message>
        <source>pages: print, tables, charts and drawings</source>
        <translation>Seiten: Druck, Tabellen, Diagramme und Zeichnungen</translation>
    </message>
    <message>
        <source>photographs and drawings rather than print</source>
        <translation>Fotos und Zeichnungen eher als Druck</translation>
    </message>
    <message>
        <source>about {size}, half of that on a graphics card</source>
        <translation>etwa {size}, auf einer Grafikkarte die Hälfte davon</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>Gemacht für</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>not commercial</source>
        <translation>nicht kommerziell</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>{score} of 100 ({benchmark}), as published in {source}; not measured here</source>
        <translation>{score} von 100 ({benchmark}), wie in {source} veröffentlicht; hier nicht gemessen</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>{pages}: how long is not known before it was tried on this machine</source>
        <translation>{pages}: Die Dauer ist erst bekannt, wenn es auf diesem Rechner ausprobiert wurde</translation>
    </message>
    <message>
        <source>{time} on the {device}</source>
        <translation>{time} ({device})</translation>
    </message>
    <message>
        <source>{pages}: about {times}</source>
        <translation>{pages}: etwa {times}</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>many</source>
        <translation>viele</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Models of the ColVision family (ColPali, ColQwen, ColSmol …)</source>
        <translation>Modelle der ColVision-Familie (ColPali, ColQwen, ColSmol …)</translation>
    </message>
    <message>
        <source>CLIP models</source>
        <translation>CLIP-Modelle</translation>
    </message>
    <message>
        <source>{models} compute with libraries that are too large to come with Pagelight. They are put in a folder of their own and can be removed at any time:</source>
        <translation>{models} rechnen mit Programmbibliotheken, die zu groß sind, um mit Pagelight geliefert zu werden. Sie kommen in einen eigenen Ordner und lassen sich jederzeit entfernen:</translation>
    </message>
    <message>
        <source>Nothing is downloaded. The folder has to be one that was prepared for this add-on. Each of its files is compared with its checksum before anything is installed, and models that lie in it are copied as well.</source>
        <translation>Es wird nichts heruntergeladen. Der Ordner muss für diese Erweiterung vorbereitet worden sein. Jede seiner Dateien wird mit ihrer Prüfsumme verglichen, bevor etwas installiert wird, und Modelle, die darin liegen, werden mitkopiert.</translation>
    </message>
    <message>
        <source>They are downloaded from the Python Package Index and from PyTorch by uv, a program that installs Python libraries, and take about {size} of disk. Nothing about your documents is sent, and nothing is downloaded before you press “Install”.</source>
        <translation>uv, ein Programm, das Python-Bibliotheken installiert, lädt sie vom Python Package Index und von PyTorch herunter; sie belegen etwa {size}. Über Ihre Dokumente wird nichts gesendet, und bevor Sie „Installieren“ drücken, wird nichts heruntergeladen.</translation>
    </message>
    <message>
        <source>uv is not on this machine. If you agree, it is downloaded too, from its makers’ page on GitHub.</source>
        <translation>uv ist nicht auf diesem Rechner. Wenn Sie zustimmen, wird es ebenfalls heruntergeladen, von der GitHub-Seite seiner Hersteller.</translation>
    </message>
    <message>
        <source>The add-on “{addon}” is installed. Its models can be used now.</source>
        <translation>Die Erweiterung „{addon}“ ist installiert. Ihre Modelle lassen sich jetzt verwenden.</translation>
    </message>
    <message>
        <source>The add-on “{addon}” is installed and takes {size}.</source>
        <translation>Die Erweiterung „{addon}“ ist installiert und belegt {size}.</translation>
    </message>
    <message>
        <source>It was made by this version of Pagelight, {version}.</source>
        <translation>Sie stammt von dieser Version von Pagelight, {version}.</translation>
    </message>
    <message>
        <source>It was made by another version of Pagelight ({version}). If its models do not work, install it again.</source>
        <translation>Sie stammt von einer anderen Version von Pagelight ({version}). Falls ihre Modelle nicht funktionieren, installieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>Add-ons are installed by the program uv, which is neither in that folder nor on this machine.</source>
        <translation>Erweiterungen werden vom Programm uv installiert, das weder in diesem Ordner noch auf diesem Rechner ist.</translation>
    </message>
    <message>
        <source>Stopping, and removing what was begun…</source>
        <translation>Es wird abgebrochen und entfernt, was begonnen war …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>This did not work because of an error in Pagelight.</source>
        <translation>Wegen eines Fehlers in Pagelight hat das nicht funktioniert.</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Use a folder…</source>
        <translation>Ordner verwenden …</translation>
    </message>
    <message>
        <source>Use a model that you have made or downloaded yourself</source>
        <translation>Ein selbst erstelltes oder selbst heruntergeladenes Modell verwenden</translation>
    </message>
    <message>
        <source>The chosen model</source>
        <translation>Das gewählte Modell</translation>
    </message>
    <message>
        <source>Looking which models are on this machine…</source>
        <translation>Es wird nachgesehen, welche Modelle auf diesem Rechner sind …</translation>
    </message>
    <message>
        <source>The built-in model always looks at your pages. One of these can look as well: it finds more, and takes longer. Nothing leaves this machine.</source>
        <translation>Das eingebaute Modell sieht Ihre Seiten immer an. Eines von diesen kann sie zusätzlich ansehen: Es findet mehr und braucht länger. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>{name} is on this machine now.</source>
        <translation>{name} ist jetzt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Use a model in a folder</source>
        <translation>Modell in einem Ordner verwenden</translation>
    </message>
    <message>
        <source>Remove {name} from this machine?</source>
        <translation>{name} von diesem Rechner entfernen?</translation>
    </message>
    <message>
        <source>That frees {size}. To use it again, it has to be downloaded again.</source>
        <translation>Das macht {size} frei. Um es wieder zu verwenden, muss es erneut heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Remove what {name} made of this library?</source>
        <translation>Ergebnisse von {name} für diese Bibliothek entfernen?</translation>
    </message>
    <message>
        <source>That frees disk. To use it again, it has to look at all pages again.</source>
        <translation>Das macht Speicherplatz frei. Um es wieder zu verwenden, muss es alle Seiten noch einmal ansehen.</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>The built-in model always looks at your pages. A larger one can look as well: it finds more, and takes longer.</source>
        <translation>Das eingebaute Modell sieht Ihre Seiten immer an. Ein größeres kann sie zusätzlich ansehen: Es findet mehr und braucht länger.</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>PageBox</name>
    <message>
        <source>Box on the page: arrow keys move it, with Shift they size it, Enter searches by it, Ctrl+C copies it</source>
        <translation>Rahmen auf der Seite: Pfeiltasten verschieben ihn, mit Umschalt ändern sie seine Größe, die Eingabetaste sucht damit, Strg+C kopiert ihn</translation>
    </message>
    <message>
        <source>Draw a box around what you want to find or to copy.</source>
        <translation>Ziehen Sie einen Rahmen um das, was Sie suchen oder kopieren möchten.</translation>
    </message>
    <message>
        <source>Find this</source>
        <translation>Danach suchen</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Search by this part of the page (Enter)</source>
        <translation>Mit diesem Ausschnitt der Seite suchen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Copy what is written here (Ctrl+C)</source>
        <translation>Kopieren, was hier steht (Strg+C)</translation>
    </message>
    <message>
        <source>Copy this part of the page as a picture (Ctrl+Shift+C)</source>
        <translation>Diesen Ausschnitt der Seite als Bild kopieren (Strg+Umschalt+C)</translation>
    </message>
    <message>
        <source>Put the box away (Esc)</source>
        <translation>Rahmen entfernen (Esc)</translation>
    </message>
    <message>
        <source>from {left} to {right} across, from {top} to {bottom} down</source>
        <translation>waagerecht von {left} bis {right}, senkrecht von {top} bis {bottom}</translation>
    </message>
</context>
<context>
    <name>PageCanvas</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
</context>
<context>
    <name>PageCopy</name>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} ist gespeichert.</translation>
    </message>
    <message>
        <source>{name} could not be saved: {reason}</source>
        <translation>{name} konnte nicht gespeichert werden: {reason}</translation>
    </message>
    <message>
        <source>The picture is copied.</source>
        <translation>Das Bild ist kopiert.</translation>
    </message>
    <message>
        <source>The text is copied.</source>
        <translation>Der Text ist kopiert.</translation>
    </message>
    <message>
        <source>Nothing can be read here. Copy the picture instead.</source>
        <translation>Hier ist nichts lesbar. Kopieren Sie stattdessen das Bild.</translation>
    </message>
</context>
<context>
    <name>PageFooter</name>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Vorherige Fundstelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächste Fundstelle (F3)</translation>
    </message>
    <message>
        <source>Heat map: how strongly each part of the page answers (H)</source>
        <translation>Wärmebild: wie gut jeder Teil der Seite zur Suche passt (H)</translation>
    </message>
    <message>
        <source>Search by a part of the page, or copy it (S)</source>
        <translation>Mit einem Ausschnitt der Seite suchen oder ihn kopieren (S)</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>Kleiner (Strg+-)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>Größer (Strg++)</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl+0)</source>
        <translation>An die Breite anpassen (Strg+0)</translation>
    </message>
    <message>
        <source>No match on this page</source>
        <translation>Keine Fundstelle auf dieser Seite</translation>
    </message>
    <message>
        <source>1 match</source>
        <translation>1 Fundstelle</translation>
    </message>
    <message>
        <source>{n} matches</source>
        <translation>{n} Fundstellen</translation>
    </message>
    <message>
        <source>match {k} of {n}</source>
        <translation>Fundstelle {k} von {n}</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Wärmebild</translation>
    </message>
</context>
<context>
    <name>PageHeader</name>
    <message>
        <source>Pages of the document (F9)</source>
        <translation>Seiten des Dokuments (F9)</translation>
    </message>
    <message>
        <source>Previous page (Page Up)</source>
        <translation>Vorherige Seite (Bild aufwärts)</translation>
    </message>
    <message>
        <source>Next page (Page Down)</source>
        <translation>Nächste Seite (Bild abwärts)</translation>
    </message>
    <message>
        <source>Copy, save and open the page</source>
        <translation>Seite kopieren, speichern und öffnen</translation>
    </message>
    <message>
        <source>Page fills the window (F11)</source>
        <translation>Seite füllt das Fenster (F11)</translation>
    </message>
    <message>
        <source>page {number} of {count}</source>
        <translation>Seite {number} von {count}</translation>
    </message>
</context>
<context>
    <name>PageProblem</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben …</translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message>
        <source>Pages of the document</source>
        <translation>Seiten des Dokuments</translation>
    </message>
</context>
<context>
    <name>PageTaking</name>
    <message>
        <source>Nothing is lit on this page. Draw a box (S) around what you want to copy.</source>
        <translation>Auf dieser Seite ist nichts hervorgehoben. Ziehen Sie einen Rahmen (S) um das, was Sie kopieren möchten.</translation>
    </message>
    <message>
        <source>{name}, page {number}.png</source>
        <translation>{name}, Seite {number}.png</translation>
    </message>
    <message>
        <source>Save the page as picture</source>
        <translation>Seite als Bild speichern</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>The page you choose appears here.</source>
        <translation>Die gewählte Seite erscheint hier.</translation>
    </message>
    <message>
        <source>a part of {name}, page {number}</source>
        <translation>Ausschnitt aus {name}, Seite {number}</translation>
    </message>
</context>
<context>
    <name>Password</name>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password for {name}:</source>
        <translation>Passwort für {name}:</translation>
    </message>
</context>
<context>
    <name>PictureChip</name>
    <message>
        <source>Search without this picture</source>
        <translation>Ohne dieses Bild suchen</translation>
    </message>
    <message>
        <source>Searching by {picture}</source>
        <translation>Suche mit {picture}</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>The picture of this page arrived damaged.</source>
        <translation>Das Bild dieser Seite ist beschädigt angekommen.</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>p. {number}</source>
        <translation>S. {number}</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 Seite</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} Seiten</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>ResultsHint</name>
    <message>
        <source>Search for {question}</source>
        <translation>Nach {question} suchen</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>This page is being looked up.</source>
        <translation>Diese Seite wird nachgeschlagen.</translation>
    </message>
    <message>
        <source>{name}, page {number}, found by {lanes}. {line}</source>
        <translation>{name}, Seite {number}, gefunden durch {lanes}. {line}</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>Pages of a document together (Ctrl+G)</source>
        <translation>Seiten eines Dokuments zusammen (Strg+G)</translation>
    </message>
    <message>
        <source>Show as a grid (Ctrl+1)</source>
        <translation>Als Raster zeigen (Strg+1)</translation>
    </message>
    <message>
        <source>Show as a list (Ctrl+2)</source>
        <translation>Als Liste zeigen (Strg+2)</translation>
    </message>
    <message>
        <source>Pages are still arriving.</source>
        <translation>Es kommen noch Seiten hinzu.</translation>
    </message>
    <message>
        <source>Pagelight is still looking.</source>
        <translation>Pagelight sucht noch.</translation>
    </message>
    <message>
        <source>Not up to date, as the search engine has stopped.</source>
        <translation>Nicht aktuell, da die Suche angehalten ist.</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>Wonach suchen Sie?</translation>
    </message>
    <message>
        <source>Type what the page says, or what it looks like. For example:</source>
        <translation>Geben Sie ein, was auf der Seite steht oder wie sie aussieht. Zum Beispiel:</translation>
    </message>
    <message>
        <source>table of costs by year</source>
        <translation>Tabelle der Kosten nach Jahr</translation>
    </message>
    <message>
        <source>signature &quot;terms of delivery&quot;</source>
        <translation>Unterschrift &quot;Lieferbedingungen&quot;</translation>
    </message>
    <message>
        <source>map of the site -draft type:pdf</source>
        <translation>Lageplan -Entwurf type:pdf</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
    <message>
        <source>Try fewer words, other words, or a larger place.</source>
        <translation>Versuchen Sie es mit weniger oder anderen Wörtern, oder suchen Sie an mehr Orten.</translation>
    </message>
    <message>
        <source>No good match.</source>
        <translation>Kein guter Treffer.</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 Seite</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} Seiten</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>1 Dokument</translation>
    </message>
    <message>
        <source>{n} documents</source>
        <translation>{n} Dokumente</translation>
    </message>
    <message>
        <source>{pages} in {documents}</source>
        <translation>{pages} in {documents}</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search by a picture…</source>
        <translation>Mit einem Bild suchen …</translation>
    </message>
    <message>
        <source>What can be typed (F1)</source>
        <translation>Was eingegeben werden kann (F1)</translation>
    </message>
    <message>
        <source>Clear (Esc)</source>
        <translation>Leeren (Esc)</translation>
    </message>
    <message>
        <source>Pictures ({types})</source>
        <translation>Bilder ({types})</translation>
    </message>
    <message>
        <source>Search by a picture</source>
        <translation>Mit einem Bild suchen</translation>
    </message>
    <message>
        <source>{n} places</source>
        <translation>{n} Orte</translation>
    </message>
    <message>
        <source>in: {place}</source>
        <translation>in: {place}</translation>
    </message>
    <message>
        <source>Search is limited to {place}. Press to search everywhere.</source>
        <translation>Die Suche ist auf {place} beschränkt. Drücken, um überall zu suchen.</translation>
    </message>
    <message>
        <source>{name}, page {number}</source>
        <translation>{name}, Seite {number}</translation>
    </message>
    <message>
        <source>This picture cannot be read. Save it as a file and choose that.</source>
        <translation>Dieses Bild ist nicht lesbar. Speichern Sie es als Datei und wählen Sie diese.</translation>
    </message>
    <message>
        <source>This picture could not be written to {folder}. Make room there and try again.</source>
        <translation>Dieses Bild konnte nicht nach {folder} geschrieben werden. Schaffen Sie dort Platz, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Drop to find pages that look like this picture</source>
        <translation>Hier ablegen, um ähnlich aussehende Seiten zu finden</translation>
    </message>
    <message>
        <source>Add words, if you like</source>
        <translation>Bei Bedarf Wörter ergänzen</translation>
    </message>
    <message>
        <source>Search your pages</source>
        <translation>In Ihren Seiten suchen</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Remember recent searches</source>
        <translation>Letzte Suchanfragen merken</translation>
    </message>
    <message>
        <source>They stay on this machine, and drop down below the empty search field.</source>
        <translation>Sie bleiben auf diesem Rechner und erscheinen unter dem leeren Suchfeld.</translation>
    </message>
    <message>
        <source>Clear recent searches</source>
        <translation>Letzte Suchanfragen löschen</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Themen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Komprimierung</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>StatusDetails</name>
    <message>
        <source>What is being done</source>
        <translation>Was gerade geschieht</translation>
    </message>
    <message>
        <source>Files that could not be read…</source>
        <translation>Nicht lesbare Dateien …</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>Indexing progress</source>
        <translation>Fortschritt beim Einlesen</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Einlesen anhalten</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet …</translation>
    </message>
    <message>
        <source>Model: being loaded</source>
        <translation>Modell: wird geladen</translation>
    </message>
    <message>
        <source>Model: {seen}</source>
        <translation>Modell: {seen}</translation>
    </message>
    <message>
        <source>Model: not working</source>
        <translation>Modell: funktioniert nicht</translation>
    </message>
    <message>
        <source>{built_in} and {name}</source>
        <translation>{built_in} und {name}</translation>
    </message>
    <message>
        <source>Go on indexing</source>
        <translation>Einlesen fortsetzen</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>Looking for files</source>
        <translation>Dateien werden gesucht</translation>
    </message>
    <message>
        <source>Indexing {percent}</source>
        <translation>Einlesen {percent}</translation>
    </message>
    <message>
        <source>Reading for meaning {percent}</source>
        <translation>Bedeutung erfassen {percent}</translation>
    </message>
    <message>
        <source>Reading scans {percent}</source>
        <translation>Scans lesen {percent}</translation>
    </message>
    <message>
        <source>Paused at {percent}</source>
        <translation>Angehalten bei {percent}</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>{done} of {files}</source>
        <translation>{done} von {files}</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>{done} of {pages}</source>
        <translation>{done} von {pages}</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>{documents}, {pages}</source>
        <translation>{documents}, {pages}</translation>
    </message>
    <message>
        <source>Can be found</source>
        <translation>Auffindbar</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>Nicht gelesen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
</context>
<context>
    <name>Suggesting</name>
    <message>
        <source>Clear recent searches</source>
        <translation>Letzte Suchanfragen löschen</translation>
    </message>
    <message>
        <source>exactly these words, side by side</source>
        <translation>genau diese Wörter nebeneinander</translation>
    </message>
    <message>
        <source>not on the page</source>
        <translation>nicht auf der Seite</translation>
    </message>
    <message>
        <source>a folder or file that is called so</source>
        <translation>ein Ordner oder eine Datei mit diesem Namen</translation>
    </message>
    <message>
        <source>PDFs, pictures or one type of them</source>
        <translation>PDFs, Bilder oder eine Art davon</translation>
    </message>
    <message>
        <source>changed before a year, month or day: 2024-03</source>
        <translation>geändert vor einem Jahr, Monat oder Tag: 2024-03</translation>
    </message>
    <message>
        <source>changed after it</source>
        <translation>danach geändert</translation>
    </message>
    <message>
        <source>a minus leaves out what a filter finds</source>
        <translation>ein Minus lässt aus, was ein Filter findet</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>TermChip</name>
    <message>
        <source>Show only the evidence for {word}</source>
        <translation>Nur die Belege für {word} zeigen</translation>
    </message>
    <message>
        <source>Show only what answers this word</source>
        <translation>Nur zeigen, was zu diesem Wort passt</translation>
    </message>
    <message>
        <source>Nothing on this page answers this word</source>
        <translation>Auf dieser Seite passt nichts zu diesem Wort</translation>
    </message>
</context>
<context>
    <name>TradePage</name>
    <message>
        <source>A profile says how much is kept of the look of each page. Smaller ones take less disk and find a little less. What they cost you can be measured on your own pages.</source>
        <translation>Ein Profil legt fest, wie viel vom Aussehen jeder Seite aufbewahrt wird. Kleinere brauchen weniger Speicherplatz und finden etwas weniger. Was sie kosten, lässt sich an Ihren eigenen Seiten messen.</translation>
    </message>
    <message>
        <source>Measure on this library</source>
        <translation>An dieser Bibliothek messen</translation>
    </message>
    <message>
        <source>Use this profile</source>
        <translation>Dieses Profil verwenden</translation>
    </message>
    <message>
        <source>Moving to another profile</source>
        <translation>Wechsel zu einem anderen Profil</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>A page</source>
        <translation>Je Seite</translation>
    </message>
    <message>
        <source>Same first</source>
        <translation>Erste gleich</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Erhalten</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Measuring on pages drawn by chance. You can go on searching meanwhile.</source>
        <translation>Es wird an zufällig gewählten Seiten gemessen. Sie können währenddessen weiter suchen.</translation>
    </message>
    <message>
        <source>Moving to the profile “{name}”. Everything can be found meanwhile.</source>
        <translation>Wechsel zum Profil „{name}“. Währenddessen bleibt alles auffindbar.</translation>
    </message>
    <message>
        <source>Measured with {questions} questions on {pages}, compared with vectors kept exactly.</source>
        <translation>Gemessen mit {questions} Suchanfragen ({pages}), verglichen mit genau aufbewahrten Vektoren.</translation>
    </message>
    <message>
        <source>Moving to another profile: {done} of {pages}.</source>
        <translation>Wechsel zu einem anderen Profil: {done} von {pages}.</translation>
    </message>
    <message>
        <source>The library now has the profile “{name}”.</source>
        <translation>Die Bibliothek hat jetzt das Profil „{name}“.</translation>
    </message>
    <message>
        <source>Profile in use: {name}</source>
        <translation>Verwendetes Profil: {name}</translation>
    </message>
    <message>
        <source>Profile in use: {name}. Vectors are also kept exactly.</source>
        <translation>Verwendetes Profil: {name}. Vektoren werden auch genau aufbewahrt.</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>Messung abbrechen</translation>
    </message>
    <message>
        <source>Your files are read again for this, behind everything else.</source>
        <translation>Ihre Dateien werden dafür erneut gelesen, nachrangig zu allem anderen.</translation>
    </message>
</context>
<context>
    <name>TradePlot</name>
    <message>
        <source>Size against what is kept</source>
        <translation>Größe und was erhalten bleibt</translation>
    </message>
    <message>
        <source>{name}: {size} a page, {kept} kept</source>
        <translation>{name}: {size} je Seite, {kept} erhalten</translation>
    </message>
    <message>
        <source>bytes a page, log scale</source>
        <translation>Byte je Seite, logarithmisch</translation>
    </message>
    <message>
        <source>kept of the answers</source>
        <translation>erhaltene Treffer</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Pagelight finds pages by what they say and what they look like, and lights up the part that answers.</source>
        <translation>Pagelight findet Seiten nach Inhalt und Aussehen und hebt die passende Stelle hervor.</translation>
    </message>
    <message>
        <source>Drop PDFs, pictures or folders here.</source>
        <translation>Legen Sie PDFs, Bilder oder Ordner hier ab.</translation>
    </message>
    <message>
        <source>They stay where they are, and nothing leaves this machine.</source>
        <translation>Sie bleiben, wo sie sind, und nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Try it with sample documents</source>
        <translation>Mit Beispieldokumenten ausprobieren</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
</context>
</TS>
