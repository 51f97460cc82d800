<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
<context>
    <name></name>
    <message>
        <source>L&amp;anguage</source>
        <translation>언어(&amp;A)</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>시스템과 같이(&amp;S)</translation>
    </message>
    <message>
        <source>The language changes when Gatestep is started again</source>
        <translation>언어는 Gatestep을 다시 시작하면 바뀝니다</translation>
    </message>
</context>
</TS>
