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
