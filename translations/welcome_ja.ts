<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>WelcomePlugin</name>
    <message>
        <source>Welcome to {server}, {user}!</source>
        <translation>{user} さん、{server} へようこそ！</translation>
    </message>
    <message>
        <source>{name} has left. Farewell!</source>
        <translation>{name} さんが退出しました。さようなら！</translation>
    </message>
    <message>
        <source>Good to hear from you, {name}.</source>
        <translation>{name} さん、はじめまして。</translation>
    </message>
</context>
</TS>
